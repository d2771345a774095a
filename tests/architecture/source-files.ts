import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** What is not written by hand here, or is no part of the repository. */
const skipped = new Set([
  'node_modules',
  '.git',
  'build',
  '.svelte-kit',
  'generated',
  'data',
  'coverage',
  'dist',
  'cache',
]);

export interface RepositoryFile {
  /** From the root, with `/`. */
  path: string;
  text: string;
}

function listPaths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listPaths(path) : [relative(root, path)];
  });
}

const paths = listPaths(root).sort();
const binary = /\.(?:png|jpe?g|webp|avif|ico|gif|woff2?|ttf|mp4|m4s|ts\.bin|pdf|gz|br|sqlite|db)$/;

/** Every text file of the repository whose path the pattern matches. */
export function readFiles(pattern: RegExp): RepositoryFile[] {
  return paths
    .filter((path) => pattern.test(path) && !binary.test(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Every path of the repository, files only. */
export function listFiles(): readonly string[] {
  return paths;
}

/** TypeScript and Svelte, tests included. */
export function readSources(): RepositoryFile[] {
  return readFiles(/\.(?:ts|svelte)$/);
}

/** Tests, and what only tests use: `tests/` and `testing/` folders, fixtures. */
export function isTest(path: string): boolean {
  return /\.(?:test|spec|fixture)\.ts$|(?:^|\/)(?:tests|testing)\//.test(path);
}
