import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inWorkspace } from './workspace.ts';

/**
 * The file behind an installed package's command, to be run with this Node: no shell shim, no PATH.
 * `owner` is the workspace package that depends on it, `.` for the root.
 */
export function findTool(owner: string, packageName: string, command = packageName): string {
  const folder = inWorkspace(owner, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, file);
}
