import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files below a folder that hold a text in clear. */
export async function findInFiles(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const path of paths) {
    // What retention takes away while we read holds nothing any more.
    const bytes = await readFile(path).catch(() => null);
    if (bytes?.includes(text)) found.push(path);
  }
  return found;
}
