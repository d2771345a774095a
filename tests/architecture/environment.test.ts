import { environmentNames } from '@sitecast/contract';
import { describe, expect, test } from 'vitest';
import { isTest, readFiles, readSources } from './source-files.ts';

const declared = new Set<string>(environmentNames);
const nameOf = /\bSITECAST_[A-Z][A-Z_]*[A-Z]\b/g;

describe('[ENV1] the environment', () => {
  test('code, deployment and documents name only variables that the contract declares', () => {
    const faults = [...readSources(), ...readFiles(/\.(?:md|ya?ml|service|conf|Dockerfile|example|json)$|\.ci\/run$/)]
      // Tests may name what does not exist: that it is refused is what they test.
      .filter(({ path }) => !/\.(?:test|spec)\.ts$/.test(path))
      .flatMap(({ path, text }) =>
        [...new Set(text.match(nameOf) ?? [])]
          .filter((name) => !declared.has(name))
          .map(
            (name) =>
              `${path} names ${name}, which stops every program. Declare it in packages/contract/src/environment.ts, or correct the name.`,
          ),
      );
    expect(faults).toEqual([]);
  });

  test('every variable is read by a program', () => {
    const code = readSources()
      .filter(({ path }) => !isTest(path) && !path.startsWith('packages/contract/'))
      .map(({ text }) => text)
      .join('\n');
    const faults = environmentNames
      .filter((name) => !code.includes(name))
      .map((name) => `${name} is declared and no program reads it: read it or remove it.`);
    expect(faults).toEqual([]);
  });

  test('.env.example shows every variable once, and none else', () => {
    const [example] = readFiles(/^\.env\.example$/);
    const shown = [...(example?.text.matchAll(/^#?\s?(SITECAST_[A-Z_]+)=/gm) ?? [])].map((match) => match[1] ?? '');
    expect(shown.toSorted()).toEqual([...environmentNames].toSorted());
  });
});

test('packages are checked against the Node that the catalog brings', () => {
  const [workspace] = readFiles(/^pnpm-workspace\.yaml$/);
  const versions = [...(workspace?.text.matchAll(/^(?: {2}node|nodeVersion): (\d\S*)$/gm) ?? [])].map(
    (match) => match[1],
  );
  expect(versions).toHaveLength(2);
  expect(new Set(versions).size).toBe(1);
});
