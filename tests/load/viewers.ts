/**
 * What 20 viewers of one camera cost the recorder by parts (LL-HLS), beside 20 by whole segments in the same run; the
 * recorder without viewers is taken off. It is pinned to one core, the viewers stand on the others.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mediaPaths } from '@sitecast/contract';
import { startRecorder } from '../support/recorder.ts';
import { until } from '../support/until.ts';
import { makeClip } from './clip.ts';
import { measureTree } from './processes.ts';
import { median, type Figure } from './statistics.ts';
import { watchParts, watchPlain, type Viewed, type Viewer } from './viewer.ts';

const core = 0;

interface Load {
  share: number;
  requestsPerS: number;
  /** Media seconds that came, per second and viewer: 1 is everything. */
  kept: number;
}

export async function measureViewers(viewers = 20, rounds = 3, spanMs = 12_000): Promise<Figure[]> {
  const recorder = await startRecorder({ core });
  try {
    execFileSync('taskset', ['-acp', '1-63', String(process.pid)]);
    const clip = await makeClip(join(recorder.dataDir, 'recorder', 'import'), 'viewers.mp4');
    await recorder.addCamera('viewers', { source: { kind: 'file', path: clip }, published: true, retentionDays: 1 });
    const plainUrl = recorder.origin + mediaPaths.live('viewers');
    const partsUrl = recorder.origin + mediaPaths.lowLatency('viewers');
    await until(
      'parts',
      async () => {
        const text = await (await fetch(partsUrl)).text();
        return (text.match(/#EXTINF/g)?.length ?? 0) >= 6 && text.includes('PRELOAD-HINT');
      },
      60_000,
    );
    const measure = async (viewer: Viewer | null, url: string): Promise<Load> => {
      const ending = new AbortController();
      const watching: Promise<Viewed>[] = viewer
        ? Array.from({ length: viewers }, () => viewer(url, ending.signal))
        : [];
      // Those who come take the last few segments at once; that is not what watching costs.
      await pause(3_000);
      const read = () => measureTree(recorder.program.pid!).cpuS;
      const [before, startedAt] = [read(), performance.now()];
      await pause(spanMs);
      const seconds = (performance.now() - startedAt) / 1_000;
      const share = (read() - before) / seconds;
      ending.abort();
      const seen = await Promise.all(watching);
      const sum = (pick: (one: Viewed) => number) => seen.reduce((total, one) => total + pick(one), 0);
      const watchedS = seconds + 3;
      return {
        share,
        requestsPerS: sum((one) => one.requests) / watchedS,
        kept: sum((one) => one.mediaS) / watchedS / viewers,
      };
    };
    const rows: { idle: Load; plain: Load; parts: Load }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      rows.push({
        idle: await measure(null, ''),
        plain: await measure(watchPlain, plainUrl),
        parts: await measure(watchParts, partsUrl),
      });
    }
    const cost = (pick: (row: (typeof rows)[number]) => Load) =>
      median(rows.map((row) => pick(row).share - row.idle.share));
    const parts = cost((row) => row.parts);
    const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
    const kept = median(rows.map((row) => row.parts.kept));
    return [
      {
        name: `${viewers} viewers by parts (LL-HLS), share of one core`,
        value: parts * 100,
        unit: '%',
        asked: '≤ 10',
        met: parts <= 0.1 && kept > 0.9,
        yardstick: `the same by whole segments ${percent(cost((row) => row.plain))}; nobody watching ${percent(median(rows.map((row) => row.idle.share)))}; ${median(rows.map((row) => row.parts.requestsPerS)).toFixed(0)} against ${median(rows.map((row) => row.plain.requestsPerS)).toFixed(0)} requests/s; ${percent(kept)} of the media came; rounds ${rows.map((row) => percent(row.parts.share - row.idle.share)).join(', ')}`,
      },
    ];
  } finally {
    await recorder.close();
  }
}
