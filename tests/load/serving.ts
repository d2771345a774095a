/**
 * Requests per second of the recorder's live segments and playlists, beside nginx with sendfile serving the same bytes
 * from files on the same core in the same run (wrk on another core).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mediaPaths } from '@sitecast/contract';
import { startRecorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { makeClip } from './clip.ts';
import { startPlainNginx } from './plain-nginx.ts';
import { type Figure, median } from './statistics.ts';
import { measureRate as measureRateOf } from './wrk.ts';

const serverCore = 0;
const loadCore = 1;
const measureRate = (url: string, connections: number) => measureRateOf(url, { core: loadCore, connections });

/** Rounds alternate between the two servers so that the machine's drift cancels. */
export async function measureServing(rounds = 3): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sitecast-serving-'));
  const recorder = await startRecorder({ core: serverCore });
  const clip = await makeClip(join(recorder.dataDir, 'recorder', 'import'), 'serving.mp4');
  const nginx = await startPlainNginx(dir, serverCore);
  try {
    await recorder.addCamera('serving', { source: { kind: 'file', path: clip }, published: true, retentionDays: 1 });
    const playlistUrl = recorder.origin + mediaPaths.live('serving');
    const readPlaylist = async () => {
      const answer = await fetch(playlistUrl);
      const text = answer.ok ? await answer.text() : '';
      return text.split('\n').filter((line) => line.endsWith('.m4s')).length >= 4 ? text : null;
    };
    const playlist = await until('four segments', readPlaylist, 40_000);
    await writeFile(join(dir, 'live.m3u8'), playlist);

    const ratios = { playlist: [] as number[], segment: [] as number[] };
    const rates = { playlist: [] as number[], segment: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      // The newest segment now: it stays in memory for the length of the round.
      const newest = (await until('a playlist', readPlaylist)).split('\n').findLast((line) => line.endsWith('.m4s'))!;
      const segmentUrl = new URL(newest, playlistUrl).href;
      await writeFile(join(dir, 'segment.m4s'), new Uint8Array(await (await fetch(segmentUrl)).arrayBuffer()));
      const ours = { playlist: await measureRate(playlistUrl, 64), segment: await measureRate(segmentUrl, 32) };
      const theirs = {
        playlist: await measureRate(`${nginx.origin}/live.m3u8`, 64),
        segment: await measureRate(`${nginx.origin}/segment.m4s`, 32),
      };
      for (const what of ['playlist', 'segment'] as const) {
        rates[what].push(ours[what]);
        ratios[what].push(ours[what] / theirs[what]);
      }
    }
    const figure = (what: 'playlist' | 'segment', asked: number): Figure => ({
      name: `live ${what}s against nginx on the same core and bytes`,
      value: median(ratios[what]),
      unit: '×',
      asked: `≥ ${asked}`,
      met: median(ratios[what]) >= asked,
      yardstick: `${median(rates[what]).toFixed(0)} requests/s here; rounds ${ratios[what].map((r) => r.toFixed(2)).join(', ')}`,
    });
    return [figure('segment', 0.8), figure('playlist', 0.3)];
  } finally {
    await nginx.close();
    await recorder.close();
    await rm(dir, { recursive: true, force: true });
  }
}
