import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Product } from './product.ts';

const command = resolve(import.meta.dirname, '../../apps/server/src/commands/main.ts');

/** Fetches a project's ledger as anyone may, and answers what `sitecast ledger verify` says of the file, with its exit code. */
export async function verifyExport(product: Product, project: string): Promise<{ code: number; out: string }> {
  const file = join(product.dataDir, `${project}.jsonl`);
  const response = await fetch(`${product.origin}/api/projects/${project}/ledger/export.jsonl`);
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  const child = spawn(process.execPath, [command, 'ledger', 'verify', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out };
}
