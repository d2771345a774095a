import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { inWorkspace } from './workspace.ts';

interface Budget {
  /** Kit's route id. */
  route: string;
  maxBrotliBytes: number;
  /** Text that only one library's code holds; a page that loads it before it is asked to has lost its laziness. */
  mustStayOut: string[];
}

/** What Kit writes about a build, as far as it is read here. */
interface BuildManifest {
  client: { imports: string[] };
  nodes: (() => Promise<{ imports: string[] }>)[];
  routes: { id: string; page: { layouts: (number | undefined)[]; leaf: number } | null }[];
}

const output = inWorkspace('apps/dashboard/.svelte-kit/output');

/**
 * Weighs what a page's HTML tells the browser to load at once (the list Kit preloads), compressed as it is served.
 * What a page imports later, when the player is wanted, is not in that list.
 */
export async function checkBundleBudget(): Promise<{ report: string[]; faults: string[] }> {
  const budgets = JSON.parse(await readFile(inWorkspace('bundle-budget.json'), 'utf8')) as Record<string, Budget>;
  const { manifest } = (await import(pathToFileURL(join(output, 'server/manifest.js')).href)) as {
    manifest: BuildManifest;
  };
  const report: string[] = [];
  const faults: string[] = [];
  for (const [name, budget] of Object.entries(budgets)) {
    const files = await listScripts(manifest, budget.route);
    if (!files) {
      faults.push(`${name}: no page has the route ${budget.route}. Correct bundle-budget.json, or restore the page.`);
      continue;
    }
    const sizes = await Promise.all(files.map((file) => weigh(file)));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const said = `${name} (${budget.route}): ${(bytes / 1000).toFixed(1)} of ${(budget.maxBrotliBytes / 1000).toFixed(0)} kB in ${files.length} files`;
    report.push(said);
    if (bytes > budget.maxBrotliBytes)
      faults.push(
        `${said}. Import what is not needed at first sight with import(); raise the budget only in the change that needs it.`,
      );
    for (const text of budget.mustStayOut) {
      const guilty = await findText(files, text);
      if (guilty)
        faults.push(`${name}: ${guilty} holds "${text}", so the page loads that library at once. Import it lazily.`);
    }
  }
  return { report, faults };
}

async function listScripts(manifest: BuildManifest, route: string): Promise<string[] | null> {
  // Groups such as (public) are folders, not parts of the address.
  const page = manifest.routes.find(({ id }) => (id.replaceAll(/\/\([^)]+\)/g, '') || '/') === route)?.page;
  if (!page) return null;
  const indexes = [...page.layouts, page.leaf].filter((index) => index !== undefined);
  const files = [...manifest.client.imports];
  for (const index of indexes) files.push(...((await manifest.nodes[index]?.())?.imports ?? []));
  return [...new Set(files)].filter((file) => file.endsWith('.js'));
}

async function weigh(file: string): Promise<number> {
  const built = inWorkspace('apps/dashboard/build/client', `${file}.br`);
  if (existsSync(built)) return (await stat(built)).size;
  return brotliCompressSync(await readFile(join(output, 'client', file))).length;
}

async function findText(files: readonly string[], text: string): Promise<string | null> {
  for (const file of files) {
    if ((await readFile(join(output, 'client', file), 'utf8')).includes(text)) return file;
  }
  return null;
}
