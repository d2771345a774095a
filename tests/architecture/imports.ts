import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { readSources, root } from './source-files.ts';
import type { RepositoryFile } from './source-files.ts';

export interface Import {
  /** The importing file, from the root. */
  from: string;
  line: number;
  /** As written. */
  specifier: string;
  /** The imported file from the root where it is one of ours, else null. */
  to: string | null;
  /** True where only types are taken: nothing of it runs. */
  typeOnly: boolean;
  /** `import()`: loaded when it is wanted. */
  lazy: boolean;
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?([^'"();]*?)\s*\bfrom\s*['"]([^'"]+)['"]/gm;
const bare = /^[ \t]*import\s*['"]([^'"]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** `{ type A, type B }` takes types only, as `import type` does. */
function takesOnlyTypes(clause: string): boolean {
  const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1];
  return names !== undefined && names.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
}

function toTarget(from: string, specifier: string): string | null {
  let path: string | null = null;
  if (specifier.startsWith('.')) path = normalize(join(dirname(from), specifier));
  else if (specifier.startsWith('#lib')) path = normalize(specifier.replace(/^#lib/, 'apps/dashboard/src/lib'));
  if (path === null) return null;
  if (path.endsWith('lib')) path += '/index.ts';
  // Kit lets a rune module be written without its last extension.
  return [path, `${path}.ts`].find((candidate) => existsSync(join(root, candidate))) ?? path;
}

function readImports({ path, text }: RepositoryFile): Import[] {
  const found: Import[] = [];
  const lineOf = (index: number): number => text.slice(0, index).split('\n').length;
  const add = (match: RegExpExecArray, specifier: string, typeOnly: boolean, lazy: boolean): void => {
    found.push({ from: path, line: lineOf(match.index), specifier, to: toTarget(path, specifier), typeOnly, lazy });
  };
  for (const match of text.matchAll(statement))
    add(match, match[3] ?? '', match[1] !== undefined || takesOnlyTypes(match[2] ?? ''), false);
  for (const match of text.matchAll(bare)) add(match, match[1] ?? '', false, false);
  for (const match of text.matchAll(dynamic)) add(match, match[1] ?? '', false, true);
  return found;
}

let known: Import[] | null = null;

/** Every import of every source file, types and tests included. */
export function readAllImports(): readonly Import[] {
  known ??= readSources().flatMap(readImports);
  return known;
}

/** `apps/server/src/http/x.ts:12`, to be clicked. */
export function toPlace({ from, line }: Import): string {
  return `${from}:${line}`;
}
