import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { readRows } from '../../app/testing/read-database.ts';
import { startMailServer, type TestMailServer } from '../../app/testing/start-mail-server.ts';

const main = path.join(import.meta.dirname, '../../main.ts');
const patience = { timeout: 60_000, interval: 50 };

async function startProgram(folder: string, mails: TestMailServer) {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      SITECAST_PORT: '0',
      SITECAST_DATA: folder,
      SITECAST_DEMO: 'on',
      SITECAST_LOG_LEVEL: 'error',
      SITECAST_ORIGIN: 'https://sitecast.test',
      SITECAST_SMTP_URL: mails.url,
      SITECAST_MAIL_FROM: 'reports@sitecast.test',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if ((JSON.parse(line) as { event: string }).event === 'listening') resolve();
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return {
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** An investor and a report that waits for them, as the rows that the routes and the round write. */
function putReportIn(folder: string): void {
  const database = new DatabaseSync(path.join(folder, 'server', 'sitecast.db'));
  const at = '2026-11-02T04:00:00.000Z';
  database
    .prepare(
      `insert into principal (id, kind, name, role, projects, costs, login, password, disabled_at, created_at)
       values ('reader', 'person', 'Reader', 'investor', '["k-park"]', 0, 'reader@example.kz', 'x', null, ?)`,
    )
    .run(at);
  database
    .prepare(
      `insert into mail_outbox (id, project, principal, month, language, state, attempts, next_at, created_at)
       values ('one', 'k-park', 'reader', '2026-10', 'en', 'waiting', 0, ?, ?)`,
    )
    .run(at, at);
  database.close();
}

test(
  '[IDEM2] kill -9 between the last byte and its answer sends no report twice; before the last byte it loses none',
  { timeout: 180_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sitecast-mail-crash-'));
    const whole: number[] = [];
    let holds = true;
    // Each mail that came whole is counted; the first is never answered.
    const mails = await startMailServer((count) => {
      whole.push(count);
      return holds ? new Promise<void>(() => undefined) : undefined;
    });
    const readState = () => readRows(folder, 'select state from mail_outbox')[0]?.['state'];
    let program = await startProgram(folder, mails);
    try {
      await program.kill();
      putReportIn(folder);
      program = await startProgram(folder, mails);
      await expect.poll(() => whole.length, patience).toBe(1);
      expect(readState()).toBe('handing-over');
      await program.kill();
      holds = false;
      program = await startProgram(folder, mails);
      await expect.poll(readState, patience).toBe('unconfirmed');
      // Another one that was not begun is sent, after which the first had its chance as well.
      await program.kill();
      const database = new DatabaseSync(path.join(folder, 'server', 'sitecast.db'));
      database.exec(`insert into mail_outbox (id, project, principal, month, language, state, attempts, next_at, created_at)
        values ('two', 'k-park', 'reader', '2026-09', 'en', 'waiting', 0, '2026-11-02T04:00:00.000Z', '2026-11-02T04:00:00.000Z')`);
      database.close();
      program = await startProgram(folder, mails);
      await expect.poll(() => mails.mails.length, patience).toBe(1);
      expect(whole).toHaveLength(2);
      expect(readRows(folder, 'select id, state from mail_outbox order by id')).toMatchObject([
        { id: 'one', state: 'unconfirmed' },
        { id: 'two' },
      ]);
    } finally {
      await program.kill();
      await mails.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
