import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTest, listFiles, readSources } from './source-files.ts';

const banned = [
  'utils',
  'util',
  'helpers',
  'helper',
  'misc',
  'common',
  'manager',
  'managers',
  'stuff',
  'lib2',
  'shared-utils',
];
const sources = readSources();

/** Names that a framework reads. */
const framework =
  /^\+(?:page|layout|error|server)\b|^app\.d\.ts$|^app\.html$|^hooks\.(?:client|server)\.ts$|^vite\.config\.ts$/;

describe('names', () => {
  test('TypeScript files are kebab-case, components PascalCase', () => {
    const faults = sources.flatMap(({ path }) => {
      const name = basename(path);
      if (framework.test(name)) return [];
      if (name.endsWith('.svelte'))
        return /^[A-Z][A-Za-z0-9]*\.svelte$/.test(name)
          ? []
          : [`${path}: a component is PascalCase.svelte, named as it is written in markup.`];
      return /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]+(?=\.test\.ts$))?(?:\.(?:svelte|server|test|spec|fixture|config|d|node|browser))*\.ts$/.test(
        name,
      )
        ? []
        : [`${path}: a TypeScript file is kebab-case.ts, the noun first.`];
    });
    expect(faults).toEqual([]);
  });

  test('no file or folder is named for nothing', () => {
    const faults = listFiles().flatMap((path) => {
      const word = path
        .split('/')
        .map((part) => part.replace(/\..*$/, ''))
        .find((part) => banned.includes(part));
      return word ? [`${path}: "${word}" says nothing. Name it for the noun it is about.`] : [];
    });
    expect(faults).toEqual([]);
  });

  test('only named exports: a default has no name to search for', () => {
    const faults = sources
      .filter(
        ({ path, text }) => !/\.config\.ts$/.test(path) && !path.endsWith('.d.ts') && /^export default\b/m.test(text),
      )
      .map(({ path }) => `${path} has a default export. Give it a name.`);
    expect(faults).toEqual([]);
  });

  test('doors name what they pass on: no export *', () => {
    const faults = sources
      .filter(({ text }) => /^export \* from/m.test(text))
      .map(({ path }) => `${path} exports everything of a file. Name what is public.`);
    expect(faults).toEqual([]);
  });

  test('nothing is left undone in the code, no check is switched off in a whole file', () => {
    // Put together so that this file does not hold the words itself.
    const marks = new RegExp(
      [
        `\\bTO${'DO'}\\b`,
        `\\bFIX${'ME'}\\b`,
        `\\bXX${'X'}\\b`,
        `@ts-${'ignore'}`,
        `@ts-${'nocheck'}`,
        `eslint-${'disable'} \\*/`,
      ].join('|'),
    );
    const faults = sources.flatMap(({ path, text }) =>
      text
        .split('\n')
        .flatMap((line, index) =>
          marks.test(line)
            ? [`${path}:${index + 1} ${line.trim()}: finish it, or open an issue and say what is so.`]
            : [],
        ),
    );
    expect(faults).toEqual([]);
  });

  test('no test is skipped, focused, or waits for a time instead of a condition of its page', () => {
    const marks = /\b(?:test|it|describe)\.(?:skip|only|todo)\(|\b(?:xit|xdescribe)\(|\bwaitForTimeout\(/;
    const faults = sources
      .filter(({ path }) => isTest(path) && !/names\.test\.ts$|^tests\/load\//.test(path))
      .flatMap(({ path, text }) =>
        text
          .split('\n')
          .flatMap((line, index) =>
            marks.test(line)
              ? [`${path}:${index + 1} ${line.trim()}: run it or remove it; wait for what should be seen.`]
              : [],
          ),
      );
    expect(faults).toEqual([]);
  });
});
