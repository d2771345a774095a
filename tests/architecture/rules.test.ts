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

/** Invariants of the domain are numbered as well; their text is in the packages that keep them. */
const invariant = /^INV\d+$/;

test('the protocol numbers its rules once each', () => {
  expect(rules.length).toBeGreaterThan(0);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

test('rule ids in test titles exist in PROTOCOL.md', () => {
  const faults = cited
    .filter(({ id }) => !invariant.test(id) && !rules.includes(id))
    .map(
      ({ path, id }) => `${path} cites ${id}, which PROTOCOL.md does not have: correct the title, or write the rule.`,
    );
  expect([...new Set(faults)]).toEqual([]);
});

test('every rule of PROTOCOL.md is held by a test', () => {
  const held = new Set(cited.map(({ id }) => id));
  const faults = rules
    .filter((rule) => !held.has(rule))
    .map((rule) => `${rule} has no test whose title begins with [${rule}].`);
  expect(faults).toEqual([]);
});
