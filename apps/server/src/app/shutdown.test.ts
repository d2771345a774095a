import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import WebSocket from 'ws';
import { openPage } from './testing/open-page.ts';

const main = path.join(import.meta.dirname, '..', 'main.ts');
const children: ChildProcess[] = [];
const folders: string[] = [];

interface Program {
  child: ChildProcess;
  url: string;
  token: string;
}

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sitecast-shutdown-'));
  folders.push(folder);
  return folder;
}

/** The server as a process of its own, as soon as it says that it listens. */
async function startProgram(folder: string): Promise<Program> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      SITECAST_PORT: '0',
      SITECAST_DATA: folder,
      SITECAST_DEMO: 'on',
      SITECAST_LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string; port: number };
      if (said.event === 'listening') resolve(said.port);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const token = (await readFile(path.join(folder, 'secrets', 'operator.token'), 'utf8')).trim();
  return { child, url: `http://127.0.0.1:${port}`, token };
}

function post(program: Program, key: string): Promise<Response> {
  return fetch(`${program.url}/api/projects/k-park/notices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${program.token}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ kind: 'news', text: { en: key } }),
  });
}

async function listNotices(program: Program): Promise<string[]> {
  const response = await fetch(`${program.url}/api/projects/k-park`);
  const view = (await response.json()) as { notices: { text: { en: string } }[] };
  return view.notices.map((notice) => notice.text.en);
}

test(
  '[IDEM4] kill -9 under posting loses nothing that was acknowledged and doubles nothing',
  { timeout: 180_000 },
  async () => {
    const folder = await makeFolder();
    const acknowledged: string[] = [];
    const sent: string[] = [];
    for (let round = 0; round < 4; round++) {
      const program = await startProgram(folder);
      const ended = once(program.child, 'exit');
      const postUntilDead = async (writer: number): Promise<void> => {
        for (let index = 0; ; index++) {
          const key = `kill-${round}-${writer}-${String(index).padStart(8, '0')}`;
          sent.push(key);
          try {
            if ((await post(program, key)).status === 201) acknowledged.push(key);
          } catch {
            return;
          }
          if (acknowledged.length >= (round + 1) * 40) program.child.kill('SIGKILL');
        }
      };
      await Promise.all(Array.from({ length: 6 }, (_, writer) => postUntilDead(writer)));
      await ended;
    }
    const program = await startProgram(folder);
    // Whoever got no answer asks again under the same key, as a page does.
    const unknown = sent.filter((key) => !acknowledged.includes(key));
    for (const key of unknown) expect((await post(program, key)).status).toBe(201);
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path.join(folder, 'server', 'sitecast.db'), { readOnly: true });
    const told = database.prepare("select payload from event where type = 'notice:posted' order by seq").all();
    const texts = told.map(
      (row) => (JSON.parse(String(row['payload'])) as { notice: { text: { en: string } } }).notice.text.en,
    );
    const check = database.prepare('pragma integrity_check').get();
    database.close();
    expect(acknowledged.length).toBeGreaterThanOrEqual(160);
    expect(texts.filter((text) => text.startsWith('kill-')).toSorted()).toEqual(sent.toSorted());
    expect(check).toEqual({ integrity_check: 'ok' });
  },
);

test(
  '[ENV5] SIGTERM under load answers what it took, tells the pages, and ends with 0',
  { timeout: 180_000 },
  async () => {
    const folder = await makeFolder();
    const program = await startProgram(folder);
    const page = await openPage(program.url);
    // A page that is asleep: it will not even answer the close of its line.
    const asleep = new WebSocket(`${program.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      origin: program.url,
    });
    await once(asleep, 'message');
    asleep.send('40');
    await once(asleep, 'message');
    asleep.pause();
    const draining = new Promise<number>((resolve) => page.socket.on('server:draining', resolve));
    const exit = once(program.child, 'exit');
    const acknowledged: string[] = [];
    let isOver = false;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let index = 0; !isOver; index++) {
        const key = `term-${writer}-${String(index).padStart(10, '0')}`;
        const response = await post(program, key).catch(() => null);
        if (response?.status === 201) acknowledged.push(key);
        else isOver = true;
        if (acknowledged.length === 20) program.child.kill('SIGTERM');
      }
    });
    expect(await draining).toBeGreaterThanOrEqual(0);
    expect(await page.ended).toBe('transport close');
    const [code] = (await exit) as [number | null];
    isOver = true;
    await Promise.all(writers);
    expect(code).toBe(0);
    const again = await startProgram(folder);
    const notices = await listNotices(again);
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(path.join(folder, 'server', 'sitecast.db'), { readOnly: true });
    const kept = database
      .prepare("select key from idempotency where key like 'term-%'")
      .all()
      .map((row) => row['key']);
    database.close();
    expect(notices.length).toBeGreaterThan(0);
    for (const key of acknowledged) expect(kept).toContain(key);
  },
);

test('a second server on the same data refuses to start, and the first goes on', async () => {
  const folder = await makeFolder();
  const first = await startProgram(folder);
  await expect(startProgram(folder)).rejects.toThrow('the server ended with 1');
  expect((await post(first, 'after-the-second-one')).status).toBe(201);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  // Nothing is left to clean up by hand.
  expect((await post(await startProgram(folder), 'after-the-kill-0001')).status).toBe(201);
});
