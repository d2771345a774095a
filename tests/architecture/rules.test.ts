import { expect, test } from 'vitest';
import { readFiles, readSources } from './source-files.ts';

const protocol = readFiles(/^packages\/contract\/PROTOCOL\.md$/)[0]?.text ?? '';
const rules = [...protocol.matchAll(/^- \*\*([A-Z]+\d+)\*\*/gm)].map((match) => match[1] ?? '');
const tests = readSources().filter(
  ({ path }) => /\.(?:test|spec)\.ts$/.test(path) && !path.startsWith('tests/architecture/rules'),
);

/** Every id in the brackets at the beginning of a title: `[SEQ2] …`, `[AUD1 AUD2] …`, `[AUD1, AUD2] …`. */
const cited = tests.flatMap(({ path, text }) =>
  [...text.matchAll(/\b(?:test|it|describe)(?:\.each\([^)]*\))?\(\s*['"`]((?:\[[^\]]+\]\s*)+)/g)].flatMap((match) =>
    [...(match[1]?.matchAll(/[A-Z]+\d+/g) ?? [])].map((id) => ({ path, id: id[0] })),
  ),
);

test('the protocol numbers its rules once each', () => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test('rule ids in test titles exist in PROTOCOL.md', () => {
  const faults = cited
    .filter(({ id }) => !rules.includes(id))
    .map(
      ({ path, id }) => `${path} cites ${id}, which PROTOCOL.md does not have: correct the title, or write the rule.`,
    );
  expect([...new Set(faults)]).toEqual([]);
});

test('rule ids in comments and documents exist in PROTOCOL.md', () => {
  const groups = [...new Set(rules.map((rule) => rule.replace(/\d+$/, '')))];
  const id = new RegExp(`\\b(?:${groups.join('|')})\\d+\\b`, 'g');
  const faults = readFiles(/\.(?:ts|svelte|md|yaml|conf)$/)
    .filter(({ path }) => !path.startsWith('tests/architecture/rules'))
    .flatMap(({ path, text }) => [...text.matchAll(id)].map(([found]) => ({ path, found })))
    .filter(({ found }) => !rules.includes(found))
    .map(({ path, found }) => `${path} cites ${found}, which PROTOCOL.md does not have.`);
  expect([...new Set(faults)]).toEqual([]);
});

test('every rule of PROTOCOL.md is held by a test', () => {
  const held = new Set(cited.map(({ id }) => id));
  const faults = rules
    .filter((rule) => !held.has(rule))
    .map((rule) => `${rule} has no test whose title begins with [${rule}].`);
  expect(faults).toEqual([]);
});
