import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLogFile } from './log-file.ts';
import { createProgram } from './program.ts';
import type { Announcement, Program, ProgramSettings } from './program.ts';
import { inWorkspace } from './workspace.ts';

/** A program as ours are: starts a child of its own, says that it listens, ends in order when it is asked to. */
const wellBehaved = `
import { spawn } from 'node:child_process';
const child = spawn('sleep', ['600'], { stdio: 'ignore' });
process.on('SIGTERM', () => { child.kill(); console.log('ends in order'); process.exit(0); });
setInterval(() => undefined, 1000);
console.log('{"event":"setup","path":"/setup#secret"}');
console.log(JSON.stringify({ event: 'listening', program: 'server', port: 4321, child: child.pid }));
`;
const deaf = wellBehaved.replace(/process\.on\('SIGTERM'.*\n/, "process.on('SIGTERM', () => undefined);\n");

let folder: string;
let program: Program | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-program-'));
});

afterEach(async () => {
  await program?.close(0);
  program = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function startFixture(code: string, more: Partial<ProgramSettings> = {}) {
  const entry = join(folder, 'program.mjs');
  await writeFile(entry, code);
  const announcements: Announcement[] = [];
  const onEnd = vi.fn<ProgramSettings['onEnd']>();
  const logPath = join(folder, 'program.log');
  program = createProgram({
    name: 'server',
    entry,
    environment: () => Promise.resolve(process.env),
    onAnnouncement: (announcement) => announcements.push(announcement),
    onEnd,
    log: openLogFile(logPath, 100_000),
    backOffMs: { first: 10, longest: 40 },
    ...more,
  });
  await program.start();
  const log = (): Promise<string> => readFile(logPath, 'utf8');
  return { program, announcements, onEnd, log };
}

const readChild = (line: string): number => (JSON.parse(line) as { child: number }).child;

/** Runs, and is not only an entry that nobody has read the exit code of (an orphan in a container without init). */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a program under the starter', () => {
  test('[ENV2] tells the port it listens on, and keeps the setup link out of the log', async () => {
    const { announcements, log } = await startFixture(wellBehaved);
    await vi.waitFor(() => expect(announcements).toHaveLength(2), { timeout: 60_000 });
    expect(announcements).toEqual([
      { event: 'setup', path: '/setup#secret' },
      expect.objectContaining({ event: 'listening', port: 4321 }),
    ]);
    expect(await log()).not.toContain('secret');
  });

  test('[ENV5] ends in order when it is asked to, with nothing left of it', async () => {
    const { program: running, announcements, log, onEnd } = await startFixture(wellBehaved);
    await vi.waitFor(() => expect(announcements).toHaveLength(2), { timeout: 60_000 });
    const child = readChild((await log()).split('\n')[0] ?? '');
    expect(isAlive(child)).toBe(true);
    await running.close(5_000);
    expect(await log()).toContain('ends in order');
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 60_000 });
    expect(onEnd).not.toHaveBeenCalled();
  });

  test('[ENV5] is killed with all it started when it does not listen to the request', async () => {
    const { program: running, announcements, log } = await startFixture(deaf);
    await vi.waitFor(() => expect(announcements).toHaveLength(2), { timeout: 60_000 });
    const child = readChild((await log()).split('\n')[0] ?? '');
    await running.close(200);
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 60_000 });
  });

  test('is started again when it crashes', async () => {
    const crashing = `console.log('{"event":"listening","program":"server","port":1}'); setTimeout(() => process.exit(3), 10);`;
    const { announcements, onEnd } = await startFixture(crashing);
    await vi.waitFor(() => expect(announcements.length).toBeGreaterThanOrEqual(3), { timeout: 60_000 });
    expect(onEnd.mock.calls[0]?.[0]).toEqual({ code: 3, signal: null, willRestart: true });
  });

  test('is started again at once and in order when it is asked to', async () => {
    const { program: running, announcements, log, onEnd } = await startFixture(wellBehaved);
    await vi.waitFor(() => expect(announcements).toHaveLength(2), { timeout: 60_000 });
    running.restart();
    await vi.waitFor(() => expect(announcements).toHaveLength(4), { timeout: 60_000 });
    expect(await log()).toContain('ends in order');
    expect(onEnd).not.toHaveBeenCalled();
  });

  test('[ENV1] is not started again when its configuration is refused', async () => {
    const refused = `console.log('{"event":"listening","program":"server","port":1}'); process.exitCode = 78;`;
    const { onEnd } = await startFixture(refused);
    await vi.waitFor(() => expect(onEnd).toHaveBeenCalled(), { timeout: 60_000 });
    expect(onEnd.mock.calls).toEqual([[{ code: 78, signal: null, willRestart: false }]]);
  });

  test('[ENV5] ends by itself when the starter is killed', async () => {
    const entry = join(folder, 'program.mjs');
    await writeFile(entry, wellBehaved);
    const starterFile = join(folder, 'starter.mjs');
    await writeFile(
      starterFile,
      `import { createProgram } from ${JSON.stringify(inWorkspace('infra/run/program.ts'))};
const log = { write: (line) => console.log(line), tail: () => [], close: () => undefined };
await createProgram({ name: 'server', entry: ${JSON.stringify(entry)}, log, environment: async () => process.env, onAnnouncement: () => undefined, onEnd: () => undefined }).start();`,
    );
    const starter = spawn(process.execPath, [starterFile], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: starter.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const child = readChild(line);
    expect(isAlive(child)).toBe(true);
    starter.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(child)).toBe(false), { timeout: 60_000 });
  });
});
