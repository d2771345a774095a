import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readdir, readFile } from 'node:fs/promises';
import { makeDataFolder, removeDataFolder, startRecorder } from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';
import { findFfmpeg } from './ffmpeg/capabilities.ts';
import { toIngestMark } from './ffmpeg/orphan.ts';

async function findFreeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Whether somebody waits for a datagram on that port of this machine. */
async function isBound(port: number): Promise<boolean> {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lists = await Promise.all(
    ['/proc/net/udp', '/proc/net/udp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  return lists.some((list) => list.split('\n').some((line) => line.trim().split(/\s+/)[1]?.endsWith(end)));
}

/** Processes started by one recorder, by the mark in their environment. */
async function findMarked(folder: string, recorderPid: number): Promise<number[]> {
  const [mark = ''] = Object.values(toIngestMark(folder, recorderPid));
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
    if (environment.includes(mark)) found.push(Number(name));
  }
  return found;
}

describe('one recorder for one data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeDataFolder();
  });
  afterEach(() => removeDataFolder(folder));

  it('refuses a second one on the same folder, and lets it in when the first is gone', async () => {
    const first = await startRecorder(folder);
    await expect(startRecorder(folder)).rejects.toThrow('Another recorder uses this data folder.');
    await first.killHard();
    const second = await startRecorder(folder);
    expect(await second.stop()).toBe(0);
  });

  it('ends what a killed recorder left waiting for a camera', async (context) => {
    if (!(await findFfmpeg(process.env)).hasSrt) context.skip();
    const port = await findFreeUdpPort();
    const first = await startRecorder(folder);
    await first.putCamera('push-1', { source: { kind: 'srt', port, key: 'a-long-passphrase' } });
    await until('ffmpeg waits for the camera', async () => {
      // Before it waits it would end with its recorder, and nothing would be left behind.
      return (await isBound(port)) && (await findMarked(folder, first.pid)).length === 1;
    });
    await first.killHard();
    expect(await findMarked(folder, first.pid)).toHaveLength(1);
    const second = await startRecorder(folder);
    try {
      await until('the one left behind is gone', async () => (await findMarked(folder, first.pid)).length === 0);
    } finally {
      await second.stop();
    }
    expect(await findMarked(folder, second.pid)).toEqual([]);
  });
});
