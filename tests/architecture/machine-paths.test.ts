import { expect, test } from 'vitest';
import { readFiles } from './source-files.ts';

/** Places of one machine: a checkout, a home, a registry. The system's own (`/usr`, `/etc`, `/var/lib`, `/opt`) are the deployment's. */
const machine = new RegExp(
  [
    `(?<![\\w.$}/-])/${'work'}/(?:main|shared)\\b`,
    `(?<![\\w.$}-])/${'home'}/[a-z]\\w*/`,
    `(?<![\\w.$}-])/${'Users'}/[A-Za-z]\\w*/`,
    `https?://[\\w.-]*(?:registry|artifactory|nexus|verdaccio|npm-mirror|pypi)[\\w.-]*[:/]`,
    `_auth(?:Token)?\\s*=`,
  ].join('|'),
);

test('the repository names no path and no registry of one machine', () => {
  const faults = readFiles(/^(?!pnpm-lock\.yaml$)(?!.*\.svg$).+/).flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = machine.exec(line)?.[0];
      return found === undefined
        ? []
        : [`${path}:${index + 1} says ${found}: it is true on one machine only. Make it relative, or a setting.`];
    }),
  );
  expect(faults).toEqual([]);
});

test('the lockfile takes packages from the registry that is configured, not from an address', () => {
  const [lockfile] = readFiles(/^pnpm-lock\.yaml$/);
  const addresses = [...(lockfile?.text.matchAll(/^\s+(?:resolution: .*)?tarball: (\S+)/gm) ?? [])].map(
    (match) => match[1],
  );
  expect(addresses).toEqual([]);
});
