import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { inWorkspace } from '../run/workspace.ts';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string };
}

const { groups } = parse(readFileSync(inWorkspace('infra/prometheus/alerts.yaml'), 'utf8')) as {
  groups: { rules: Rule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

/** The prefixes and whole names of metrics that the programs' code makes. */
function readMetricNames(): string[] {
  const files = globSync('apps/{server,recorder}/src/**/*.ts', { cwd: inWorkspace() }).filter(
    (path) => !path.endsWith('.test.ts'),
  );
  const code = files.map((path) => readFileSync(inWorkspace(path), 'utf8')).join('\n');
  const whole = code.match(/\bsitecast_[a-z_]+[a-z]\b/g) ?? [];
  // The recorder puts names together: sitecast_camera_ + live.
  const camera = [...code.matchAll(/\bcamera\('([a-z_]+)'/g)].map((match) => `sitecast_camera_${match[1]}`);
  const disk = [...code.matchAll(/\bdisk\('([a-z_]+)'/g)].map((match) => `sitecast_${match[1]}`);
  return [...whole, ...camera, ...disk];
}

test('alerts ask only for metrics that a program shows', () => {
  const names = new Set(readMetricNames());
  const asked = rules
    .flatMap(({ expr }) => expr.match(/\bsitecast_[a-z_]+/g) ?? [])
    .map((name) => name.replace(/_bucket$/, ''));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => !names.has(name))).toEqual([]);
});

test('every alert says what is wrong and how soon somebody must look', () => {
  expect(
    rules.filter(
      ({ labels, annotations }) => !['page', 'ticket'].includes(labels.severity) || annotations.summary === '',
    ),
  ).toEqual([]);
});
