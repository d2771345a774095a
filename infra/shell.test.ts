import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from './run/command.ts';
import { inWorkspace } from './run/workspace.ts';

function listShellFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        path.endsWith('.sh') || /^#!.*\b(?:ba|da)?sh\b/.test(readFileSync(path, 'utf8').split('\n', 1)[0] ?? ''),
    );
}

const files = ['.ci', '.githooks', 'infra'].flatMap((folder) => listShellFiles(inWorkspace(folder)));

test('there is a shell file to check', () => {
  expect(files).toContain(inWorkspace('.ci/run'));
});

test.each(files)('%s has no fault that shellcheck finds', async (file) => {
  const { code, output } = await runCommand('shellcheck', [file]);
  expect({ code, output }).toEqual({ code: 0, output: '' });
});
