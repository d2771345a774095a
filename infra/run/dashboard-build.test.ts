import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { listBuildInputs } from './dashboard-build.ts';
import { workspace } from './workspace.ts';

describe('the dashboard build', () => {
  it('is made from what the repository keeps, and from nothing that a build leaves behind', async () => {
    const kept = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      cwd: workspace,
      encoding: 'utf8',
    });
    const known = new Set(kept.split('\n'));
    const inputs = await listBuildInputs();
    expect(inputs.filter((path) => !known.has(path))).toEqual([]);
    expect(inputs).toContain('apps/dashboard/project.inlang/settings.json');
    expect(inputs).toContain('apps/dashboard/vite.config.ts');
  });
});
