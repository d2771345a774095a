import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from './command.ts';
import { takeDataLock } from './data-lock.ts';
import { findTool } from './tool.ts';
import { inWorkspace, workspace } from './workspace.ts';

/** What the dashboard is built from. Versions of libraries come in through the lockfile. */
const inputs = [
  'apps/dashboard',
  'packages/contract/src',
  'packages/progress/src',
  'packages/hls/src',
  'packages/ledger/src',
  'pnpm-lock.yaml',
] as const;
/** What a build leaves beside its inputs would make the next start build again; a name with a dot is never an input. */
const notInputs = new Set(['node_modules', 'build', 'generated', 'cache', 'README.md', 'test-results']);
const dashboard = inWorkspace('apps/dashboard');
const stampFile = inWorkspace('apps/dashboard/build/inputs.sha256');

/** The command that builds it; `--watch` is added for development. */
export function toBuildCommand(): { program: string; args: string[]; cwd: string } {
  return { program: process.execPath, args: [findTool('apps/dashboard', 'vite'), 'build'], cwd: dashboard };
}

/** One hash over the names and bytes of everything the build reads; tests are left out. */
export async function hashBuildInputs(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of await listBuildInputs()) {
    hash
      .update(`${path}\0`)
      .update(await readFile(inWorkspace(path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files the build reads, as paths from the workspace's root. */
export async function listBuildInputs(): Promise<string[]> {
  const files = await Promise.all(inputs.map((input) => listFiles(inWorkspace(input))));
  return files.flat().map((path) => relative(workspace, path));
}

async function listFiles(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const below = entries
    .filter(
      (entry) => !entry.name.startsWith('.') && !notInputs.has(entry.name) && !/\.(?:test|spec)\.ts$/.test(entry.name),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => listFiles(join(path, entry.name)));
  return (await Promise.all(below)).flat();
}

async function readStamp(): Promise<string | null> {
  const built = existsSync(inWorkspace('apps/dashboard/build/handler.js'));
  return built ? readFile(stampFile, 'utf8').catch(() => null) : null;
}

/**
 * Builds the dashboard where its inputs changed since the last build. Two commands in one checkout wait for each
 * other. Answers what was done; throws with the end of the build's output when it fails.
 */
export async function ensureDashboardBuild(say: (line: string) => void): Promise<'fresh' | 'built'> {
  const inputsHash = await hashBuildInputs();
  if ((await readStamp()) === inputsHash) return 'fresh';
  await mkdir(inWorkspace('node_modules/.cache'), { recursive: true });
  let lock = takeDataLock(inWorkspace('node_modules/.cache/dashboard-build.pid'));
  while ('heldBy' in lock) {
    await pause(250);
    lock = takeDataLock(inWorkspace('node_modules/.cache/dashboard-build.pid'));
  }
  try {
    if ((await readStamp()) === inputsHash) return 'fresh';
    say('Building the dashboard …');
    await rm(stampFile, { force: true });
    const { program, args, cwd } = toBuildCommand();
    // Whoever asks for it, a test or a shell with its own idea: what is built and kept is what visitors get.
    const env = { ...process.env, NODE_ENV: 'production' };
    const { code, output } = await runCommand(program, args, { cwd, env });
    if (code !== 0)
      throw new Error(`the dashboard could not be built:\n${output.trim().split('\n').slice(-30).join('\n')}`);
    await writeFile(`${stampFile}.new`, inputsHash);
    await rename(`${stampFile}.new`, stampFile);
    return 'built';
  } finally {
    lock.release();
  }
}
