import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { MilestoneView } from '@sitecast/contract';
import { readLines, verifyLedger } from '@sitecast/ledger';
import { expect, test } from 'vitest';
import { readRows } from '../../app/testing/read-database.ts';

const main = path.join(import.meta.dirname, '../../main.ts');

async function startProgram(folder: string) {
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
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { event: string; port: number };
      if (said.event === 'listening') resolve(said.port);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  const token = (await readFile(path.join(folder, 'secrets', 'operator.token'), 'utf8')).trim();
  return { child, token, url: `http://127.0.0.1:${port}/api/projects/k-park` };
}

type Program = Awaited<ReturnType<typeof startProgram>>;

/** Posts one more unit of M06 after the other until the line breaks; how many were acknowledged. */
async function postUntilCut({ url, token }: Program, onPost: (count: number) => void): Promise<number> {
  let count = 0;
  try {
    for (;;) {
      const { items } = (await (await fetch(`${url}/milestones`)).json()) as { items: MilestoneView[] };
      const item = items.find((one) => one.code === 'M07');
      if (!item) throw new Error('refused: M07 is not there');
      const measurement = { method: 'units', done: (item.done ?? 0) + 1, total: item.total };
      const body = { item: 'M07', dataDate: '2026-11-15', measurement, expectedVersion: item.version };
      const answer = await fetch(`${url}/progress`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': `post-${process.pid}-${Date.now()}-${count}`,
        },
        body: JSON.stringify(body),
      });
      if (answer.status !== 201) throw new Error(`refused: ${await answer.text()}`);
      onPost((count += 1));
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('refused')) throw error;
    return count;
  }
}

test(
  '[LEDGER4] kill -9 under posting leaves no post without its record, no record without its post, and no gap',
  { timeout: 90_000 },
  async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sitecast-ledger-crash-'));
    let program = await startProgram(folder);
    try {
      let acknowledged = 0;
      for (const killAt of [3, 7, 5]) {
        const { child } = program;
        const ended = once(child, 'exit');
        // The next post is on its way when it dies.
        acknowledged += await postUntilCut(program, (count) => {
          if (count === killAt) setImmediate(() => child.kill('SIGKILL'));
        });
        await ended;
        const entries = readRows(folder, `select id from progress_entry where project = 'k-park' order by id`);
        const sealed = readRows(
          folder,
          `select subject from ledger_record where subject like 'entry:%' order by subject`,
        );
        expect(sealed.map((row) => row['subject'])).toEqual(entries.map((row) => `entry:${String(row['id'])}`));
        program = await startProgram(folder);
      }
      const posted = readRows(
        folder,
        `select count(*) as n from progress_entry where item = 'M07' and measurement not null`,
      );
      expect(Number(posted[0]?.['n'])).toBeGreaterThanOrEqual(acknowledged);
      const response = await fetch(`${program.url}/ledger/export.jsonl`);
      if (response.body === null) throw new Error('there is no export');
      const report = await verifyLedger(readLines(response.body));
      expect(report).toMatchObject({ fault: null, covered: report.records });
    } finally {
      program.child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    }
  },
);
