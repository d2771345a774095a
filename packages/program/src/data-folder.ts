import { mkdirSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { join, parse, relative, resolve, sep } from 'node:path';
import type { Environment } from './environment.ts';

const attempts = 5;

/**
 * What is wrong with `SITECAST_DATA` as the place where a program keeps its own folder and the secrets; null where it can.
 * What lies there is tried, not the folder itself: in a container that may be read-only around them.
 */
export function findDataFault(environment: Environment, program: 'server' | 'recorder'): string | null {
  const data = environment['SITECAST_DATA'] || './data';
  const fault = findFolderFault(join(data, program)) ?? findFolderFault(join(data, 'secrets'));
  return fault === null ? null : `SITECAST_DATA: ${fault}`;
}

/**
 * What is wrong with a path as the folder that everything is kept in, without the path; null where it can be made and
 * written. Tried, not asked: permissions say nothing of what root may do, of a read-only disk, of /proc. What was made
 * for the trial is taken away again. Each folder is made by itself, as Node never ends where it makes folders below /proc.
 */
function findFolderFault(path: string): string | null {
  const folder = resolve(path);
  for (let attempt = 1; ; attempt += 1) {
    const code = tryFolder(folder);
    if (code === null) return null;
    // Another program that tries the same folder now may have made one before us, or taken away what it had made.
    if ((code === 'ENOENT' || code === 'EEXIST') && attempt < attempts) continue;
    const isFile = code === 'EEXIST' || code === 'ENOTDIR';
    return isFile ? 'must be a folder, and a file is in its way' : 'must be a folder that can be made and written';
  }
}

function tryFolder(folder: string): string | null {
  const made: string[] = [];
  try {
    for (const part of listParts(folder).filter((each) => !isFolder(each))) {
      mkdirSync(part);
      made.push(part);
    }
    made.push(mkdtempSync(join(folder, '.trial-')));
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    for (const part of made.toReversed()) remove(part);
  }
}

/** The folders on the way to it, the outermost first. */
function listParts(folder: string): string[] {
  const { root } = parse(folder);
  const names = relative(root, folder).split(sep).filter(Boolean);
  return names.map((_, index) => join(root, ...names.slice(0, index + 1)));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function remove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another program that was started at the same time keeps something in it by now.
  }
}
