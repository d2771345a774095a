import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function start(environment: Record<string, string>): Promise<ChildProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'simulator-'));
  folders.push(folder);
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('SITECAST_'));
  return spawn(process.execPath, [main], {
    env: { ...Object.fromEntries(inherited), SITECAST_DATA: folder, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

test('[ENV1] ends with 78 and the name of a variable that no program knows', async () => {
  const program = await start({ SITECAST_SERVERURL: 'http://hidden.example' });
  let said = '';
  program.stderr?.on('data', (part: Buffer) => (said += part.toString()));
  expect(await once(program, 'close')).toEqual([78, null]);
  expect(said).toBe('SITECAST_SERVERURL: no program knows this variable\n');
});

test('[ENV5] waits for a server that is not there, and ends in order when asked', async () => {
  const program = await start({ SITECAST_SERVER_URL: 'http://127.0.0.1:9' });
  const said = program.stderr && (await once(program.stderr, 'data'));
  expect(String(said?.[0])).toContain('the progress could not be read');
  program.kill('SIGTERM');
  expect(await once(program, 'close')).toEqual([0, null]);
});
