/**
 * Requests per second of the recorder's live segments, playlists and recorded segments, beside nginx with sendfile
 * serving the same bytes from files on the same core in the same run (wrk on another core).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaPaths } from '@sitecast/contract';
import { startRecorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { makeClip } from './clip.ts';
import { startPlainNginx } from './plain-nginx.ts';
import { addRound, describeRounds } from './side-by-side.ts';
import { type Figure, median } from './statistics.ts';
import { measureRate } from './wrk.ts';

const serverCore = 0;
const loadCore = 1;
const seconds = 1;
/** So many are listed when the oldest of them is on the disk alone (README of the recorder, Decisions). */
const enoughSegments = 10;

/** What is asked for, and how many ask at once. */
const kinds = [
  { name: 'live segments (from memory)', file: 'live.m4s', connections: 32, asked: 0.9 },
  { name: 'live playlists', file: 'live.m3u8', connections: 64, asked: 0.4 },
  { name: 'recorded segments (from the disk)', file: 'recorded.m4s', connections: 32, asked: 0.35 },
] as const;

export async function measureServing(rounds = 9): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-serving-'));
  const recorder = await startRecorder({ core: serverCore });
  const clip = await makeClip(join(recorder.dataDir, 'recorder', 'import'), 'serving.mp4');
  const nginx = await startPlainNginx(dir, serverCore);
  try {
    await recorder.addCamera('serving', { source: { kind: 'file', path: clip }, published: true, retentionDays: 1 });
    const playlistUrl = recorder.origin + mediaPaths.live('serving');
    const readSegments = async (): Promise<string[] | null> => {
      const answer = await fetch(playlistUrl);
      const lines = (answer.ok ? await answer.text() : '').split('\n').filter((line) => line.endsWith('.m4s'));
      return lines.length >= enoughSegments ? lines.map((line) => new URL(line, playlistUrl).href) : null;
    };
    const recorded = (await until(`${enoughSegments} segments`, readSegments, 60_000))[0]!;

    const measured = kinds.map((kind) => ({ ...kind, rates: [] as number[], ratios: [] as number[] }));
    for (let round = 0; round < rounds; round += 1) {
      // The newest segment now: it stays in memory for the length of its two measurements.
      for (const kind of measured) {
        const newest = (await until('a playlist', readSegments)).at(-1)!;
        const url = { 'live.m4s': newest, 'live.m3u8': playlistUrl, 'recorded.m4s': recorded }[kind.file];
        await writeFile(join(dir, kind.file), new Uint8Array(await (await fetch(url)).arrayBuffer()));
        const load = { core: loadCore, connections: kind.connections, seconds };
        await addRound(
          kind,
          () => measureRate(url, load),
          () => measureRate(`${nginx.origin}/${kind.file}`, load),
        );
      }
    }
    return measured.map(({ name, asked, ...sides }) => ({
      name: `${name} against nginx on the same core and bytes`,
      value: median(sides.ratios),
      unit: '×',
      asked: `≥ ${asked}`,
      met: median(sides.ratios) >= asked,
      yardstick: describeRounds(sides),
    }));
  } finally {
    await nginx.close();
    await recorder.close();
    await rm(dir, { recursive: true, force: true });
  }
}
