import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, readFiles, readSources, root } from './source-files.ts';

const documents = readFiles(/\.md$/);
const toAnchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

test('links in documents lead to files and headings that exist', () => {
  const faults = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)|src(?:set)?="([^"]+)"/g)].flatMap((match) => {
      const link = match[1] ?? match[2] ?? '';
      if (/^(?:[a-z]+:|\/\/)/.test(link)) return [];
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), decodeURIComponent(file));
      if (!existsSync(join(root, target)))
        return [`${path} links to ${link}, which is not there. Correct the link, or bring the file back.`];
      if (anchor === undefined || !target.endsWith('.md')) return [];
      const headings = [
        ...(documents.find((document) => document.path === target)?.text.matchAll(/^#+ (.+)$/gm) ?? []),
      ].map((heading) => toAnchor(heading[1] ?? ''));
      return headings.includes(anchor) ? [] : [`${path} links to ${link}, but ${target} has no such heading.`];
    }),
  );
  expect(faults).toEqual([]);
});

test('files and folders that a document names in code exist', () => {
  const faults = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:apps|packages|infra|tests|\.ci)\/[\w./-]*)`/g)]
      .map((match) => match[1] ?? '')
      .filter((named) => !existsSync(join(root, named)))
      .map((named) => `${path} names ${named}, which is not there.`),
  );
  expect(faults).toEqual([]);
});

test('documents that a comment names are in the repository', () => {
  const names = new Set(listFiles().map((path) => basename(path)));
  const faults = readSources().flatMap(({ path, text }) =>
    [...text.matchAll(/^.*(?:\/\/|\*).*?\b([\w-]+\.md)\b/gm)]
      .map((match) => match[1] ?? '')
      .filter((name) => !names.has(name))
      .map((name) => `${path} names ${name}, which nobody who reads it has: say there what it says.`),
  );
  expect(faults).toEqual([]);
});

test('every picture that is kept is shown in a document', () => {
  const all = documents.map(({ text }) => text).join('\n');
  const faults = listFiles()
    .filter((path) => path.startsWith('tests/pictures/') && !path.endsWith('.ts') && !all.includes(`(${path})`))
    .map((path) => `${path} is shown nowhere. Show it in the README, or take it no more.`);
  expect(faults).toEqual([]);
});

test('every bench stands in the README of the benches, and each that stands there can be run', () => {
  const readme = documents.find(({ path }) => path === 'tests/load/README.md')?.text ?? '';
  const program = readSources().find(({ path }) => path === 'tests/load/bench.ts')?.text ?? '';
  const list = /const benches: .* = \{\n([\s\S]*?)\n\};/.exec(program)?.[1] ?? '';
  const told = [...readme.matchAll(/^\| `([\w-]+)` \|/gm)].map((match) => match[1]);
  const known = [...list.matchAll(/^ {2}'?([\w-]+)'?: /gm)].map((match) => match[1]);
  expect(known.length).toBeGreaterThan(0);
  expect(told.toSorted()).toEqual(known.toSorted());
});

test('every program and package is in the map of the README', () => {
  const readme = documents.find(({ path }) => path === 'README.md')?.text ?? '';
  const folders = readFiles(/^(?:apps|packages)\/[^/]+\/package\.json$/).map(
    ({ path }) => dirname(path).split('/')[1] ?? '',
  );
  const faults = folders
    .filter((name) => !new RegExp(`\\b${name}/?\\s`).test(readme))
    .map((name) => `README.md does not say what ${name} is. Add it to the map of the tree.`);
  expect(faults).toEqual([]);
});
