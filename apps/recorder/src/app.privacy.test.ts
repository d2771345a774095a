import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clipViewSchema, controlPaths, footagePassSchema, mediaPaths, type RecorderPrivacy } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ffmpegPath } from '../tests/clip.ts';
import {
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';

const run = promisify(execFile);
const size = { width: 320, height: 180 };
const beginning = '2000-01-01T00:00:00.000Z';
/** A slanted one, and one at the picture's corner. */
const polygons: [number, number][][] = [
  [
    [0.2, 0.2],
    [0.6, 0.3],
    [0.55, 0.8],
    [0.15, 0.7],
  ],
  [
    [0.8, 0],
    [1, 0],
    [1, 0.4],
  ],
];
const privacy = (spans: RecorderPrivacy['spans'], more: Partial<RecorderPrivacy> = {}): RecorderPrivacy => ({
  delayS: 0,
  mask: { version: 1, polygons: [] },
  spans,
  ...more,
});
const always = (masked: boolean) => [{ from: beginning, to: null, masked }];

let folder: string;
let recorder: RecorderProcess;

beforeAll(async () => {
  folder = await makeDataFolder();
  const path = join(folder, 'recorder/import/clip.mp4');
  await run('mkdir', ['-p', join(folder, 'recorder/import')]);
  // Bright, loud and changing everywhere: whatever shines through a mask is seen.
  await run(ffmpegPath, [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=25:duration=20,noise=alls=40:allf=t`],
    ...[
      '-vf',
      "hue='H=t'",
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-bf',
      '0',
      '-g',
      '25',
      '-pix_fmt',
      'yuv420p',
      path,
    ],
  ]);
  recorder = await startRecorder(folder);
});
afterAll(async () => {
  expect(await recorder.stop()).toBe(0);
  await removeDataFolder(folder);
});

/** The pixels of what a foreign player gets from an address or a file, RGB, frame by frame. */
async function decodePixels(input: string, seconds = 3): Promise<Buffer[]> {
  const args = ['-v', 'error', '-i', input, '-t', String(seconds), '-vf', 'scale=in_range=auto:out_range=pc'];
  const { stdout } = await run(ffmpegPath, [...args, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], {
    encoding: 'buffer',
    maxBuffer: 512 * 1_048_576,
  });
  const frame = size.width * size.height * 3;
  return Array.from({ length: stdout.length / frame }, (_, index) =>
    stdout.subarray(index * frame, (index + 1) * frame),
  );
}

async function keep(name: string, bytes: Buffer): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

/** Whether a pixel's middle is inside, by the crossings of a ray: no part of ours says so. */
function isInside(x: number, y: number): boolean {
  const [px, py] = [(x + 0.5) / size.width, (y + 0.5) / size.height];
  return polygons.some((polygon) => {
    let inside = false;
    polygon.forEach(([ax, ay], index) => {
      const [bx, by] = polygon[(index + 1) % polygon.length] ?? [0, 0];
      if (ay > py !== by > py && px < ax + ((py - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    });
    return inside;
  });
}

/** Inside by a block of the encoder: nearer the edge it mixes what is shown beside it into its blocks. */
function isWellInside(x: number, y: number): boolean {
  const near = [-16, 0, 16];
  return near.every((dx) => near.every((dy) => isInside(x + dx, y + dy)));
}

const places = Array.from({ length: size.width * size.height }, (_, pixel) => {
  const [x, y] = [pixel % size.width, Math.floor(pixel / size.width)];
  if (isWellInside(x, y)) return 'inside';
  return isInside(x, y) ? 'edge' : 'outside';
});

/**
 * How far the pixels inside the polygons are from the mask's grey on average in the worst frame, and those outside. Not
 * the farthest pixel: the encoder predicts blocks from their neighbours. That it gives the same bits whatever is inside
 * is tested where it is started.
 */
function findFarthest(frames: readonly Buffer[]): { inside: number; outside: number } {
  const worst = { inside: 0, outside: 0 };
  for (const frame of frames) {
    for (const place of ['inside', 'outside'] as const) {
      let [sum, count] = [0, 0];
      places.forEach((one, pixel) => {
        if (one !== place) return;
        count += 1;
        sum += Math.max(...[0, 1, 2].map((channel) => Math.abs((frame[pixel * 3 + channel] ?? 0) - 42)));
      });
      worst[place] = Math.max(worst[place], sum / count);
    }
  }
  return worst;
}

const readBytes = async (path: string, asControl = false): Promise<Buffer> => {
  const response = await recorder.get(path, { asControl });
  expect(response.status, path).toBe(200);
  return Buffer.from(await response.arrayBuffer());
};
const readSegments = async (camera: string, playlist: string, asControl = false): Promise<Buffer> => {
  const init = /URI="([^"]+)"/.exec(playlist)?.[1] ?? '';
  const names = [...playlist.matchAll(/^\S+\.m4s$/gm)].map(([name]) => name);
  const parts = [init, ...names].map((name) => readBytes(`/media/${camera}/${name}`, asControl));
  return Buffer.concat(await Promise.all(parts));
};

describe('a masked camera', () => {
  beforeAll(async () => {
    const mask = { version: 1, polygons };
    await recorder.putCamera('masked-1', { privacy: privacy(always(true), { mask }) });
    await waitForLive(recorder, 'masked-1', 3);
  });

  it('[PRIV2] shows nothing of what a polygon covers, live and in stills', async () => {
    const frames = await decodePixels(recorder.url + mediaPaths.live('masked-1'));
    expect(frames.length).toBeGreaterThan(50);
    const far = findFarthest(frames);
    expect(far.inside).toBeLessThan(8);
    expect(far.outside).toBeGreaterThan(60);

    const still = await until('a masked still', async () => {
      const response = await recorder.get(mediaPaths.latestStill('masked-1'));
      return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
    });
    expect(findFarthest(await decodePixels(await keep('still.jpg', still))).inside).toBeLessThan(8);

    const sealed = await decodePixels(
      await keep('sealed.jpg', await readBytes(mediaPaths.latestStill('masked-1'), true)),
    );
    expect(findFarthest(sealed).inside).toBeGreaterThan(60);
  });

  it('[PRIV2] shows nothing of it in what was recorded: to everyone, to whom it was granted, and in clips for either', async () => {
    const [from, to] = [Date.now() - 60_000, Date.now()].map((ms) => new Date(ms).toISOString());
    const stretch = { from: from ?? '', to: to ?? '' };
    const query = new URLSearchParams(stretch).toString();
    const issued = await recorder.control('POST', controlPaths.passes('masked-1'), stretch);
    const { base } = footagePassSchema.parse(await issued.json());
    const cut = async (isPublic: boolean): Promise<string> => {
      const order = { camera: 'masked-1', ...stretch, title: 'Gate', credit: 'Sitecast', isPublic };
      const { id } = clipViewSchema.parse(await (await recorder.control('POST', controlPaths.clips, order)).json());
      return until('a clip', async () => {
        const view = clipViewSchema.parse(await (await recorder.control('GET', controlPaths.clip(id))).json());
        return view.state === 'ready' && view.url;
      });
    };
    const replay = await until('it was recorded', async () => {
      const response = await recorder.get(`/media/masked-1/replay.m3u8?${query}`);
      return response.ok && response.url.slice(recorder.url.length);
    });
    for (const path of [replay, `${base}replay.m3u8?${query}`, await cut(true), await cut(false)]) {
      const frames = await decodePixels(recorder.url + path, 1);
      expect(frames.length, path).toBeGreaterThan(10);
      const far = findFarthest(frames);
      expect(far.inside, path).toBeLessThan(8);
      expect(far.outside, path).toBeGreaterThan(60);
    }
  });

  it('[PRIV2] gives no segment and no still of the picture as it came to anyone without the right', async () => {
    const playlist = await (await recorder.get(mediaPaths.live('masked-1'), { asControl: true })).text();
    const names = [...playlist.matchAll(/^\S+\.m4s$/gm)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect((await recorder.get(`/media/masked-1/${name}`)).status).toBe(404);
    const { days } = (await (await recorder.get(mediaPaths.stills('masked-1'), { asControl: true })).json()) as {
      days: { last: string }[];
    };
    const sealedAt = days[0]?.last ?? '';
    const [sealed, open] = await Promise.all([
      recorder.get(mediaPaths.still('masked-1', sealedAt), { asControl: true }),
      recorder.get(mediaPaths.still('masked-1', sealedAt)),
    ]);
    expect(sealed.status).toBe(200);
    if (open.ok) expect(Buffer.from(await open.arrayBuffer())).not.toEqual(Buffer.from(await sealed.arrayBuffer()));
  });
});

describe('what is public of a camera', () => {
  it('[PRIV1] [PRIV4] [PRIV6] is nothing from the moment it is hidden, by any address, while it is recorded on', async () => {
    await recorder.putCamera('hidden-1', { privacy: privacy(always(false)) });
    const playlist = await waitForLive(recorder, 'hidden-1', 3);
    const names = [...playlist.matchAll(/^\S+\.m4s$/gm)].map(([name]) => name);
    const gate = await recorder.get('/media/hidden-1/gate');
    const epoch = gate.headers.get('x-sitecast-epoch');
    expect([gate.status, epoch?.length]).toEqual([204, 16]);
    await until('a still', async () => (await recorder.get(mediaPaths.latestStill('hidden-1'))).ok);

    // Also what was seen a moment ago: the accident was before the press.
    const hidden = privacy([{ from: beginning, to: new Date(Date.now() - 60_000).toISOString(), masked: false }]);
    await recorder.control('PATCH', '/control/cameras/hidden-1', { published: false, privacy: hidden });
    const paths = [
      mediaPaths.live('hidden-1'),
      mediaPaths.latestStill('hidden-1'),
      mediaPaths.stills('hidden-1'),
      ...names.map((name) => `/media/hidden-1/${name}`),
    ];
    for (const path of paths) expect((await recorder.get(path)).status, path).toBe(404);
    expect((await recorder.get('/media/hidden-1/gate')).status).toBe(403);
    // Who need not wait for a delay is before the same curtain.
    for (const path of [
      mediaPaths.live('hidden-1'),
      mediaPaths.latestStill('hidden-1'),
      mediaPaths.stills('hidden-1'),
    ]) {
      const headers = { authorization: `Bearer ${recorder.token}`, 'x-sitecast-edition': 'undelayed' };
      expect((await fetch(recorder.url + path, { headers })).status, path).toBe(404);
    }
    const liftedMs = Date.now();

    const spans = [...hidden.spans, { from: new Date(liftedMs).toISOString(), to: null, masked: false }];
    await recorder.control('PATCH', '/control/cameras/hidden-1', { published: true, privacy: privacy(spans) });
    const again = await waitForLive(recorder, 'hidden-1', 2);
    const firstMs = Math.min(...[...again.matchAll(/\/(\d+)\.m4s$/gm)].map(([, start]) => Number(start)));
    expect(firstMs).toBeGreaterThanOrEqual(liftedMs);
    for (const name of names) expect((await recorder.get(`/media/hidden-1/${name}`)).status).toBe(404);
    expect((await recorder.get(`/media/hidden-1/${names[0]}`, { asControl: true })).status).toBe(200);
    expect((await recorder.get('/media/hidden-1/gate')).headers.get('x-sitecast-epoch')).not.toBe(epoch);
    expect((await recorder.view('hidden-1')).restarts).toBe(0);
  });

  const readEndMs = (text: string): number => {
    const [, start] = /PROGRAM-DATE-TIME:(\S+)/.exec(text) ?? [];
    const lengthS = [...text.matchAll(/#EXTINF:([\d.]+)/g)].reduce((sum, [, one]) => sum + Number(one), 0);
    return Date.parse(start ?? '') + lengthS * 1_000;
  };

  it('[PRIV5] ends so long before now as its audience waits, and gives nothing newer by any address', async () => {
    await recorder.putCamera('late-1', { privacy: privacy(always(false), { delayS: 6 }) });
    const playlist = await waitForLive(recorder, 'late-1', 2);
    expect(readEndMs(playlist)).toBeLessThanOrEqual(Date.now() - 5_900);
    const prompt = await (
      await fetch(recorder.url + mediaPaths.live('late-1'), {
        headers: { authorization: `Bearer ${recorder.token}`, 'x-sitecast-edition': 'undelayed' },
      })
    ).text();
    expect(readEndMs(prompt)).toBeGreaterThan(readEndMs(playlist));
    const newest = [...prompt.matchAll(/^\S+\.m4s$/gm)].at(-1)?.[0] ?? '';
    expect((await recorder.get(`/media/late-1/${newest}`)).status).toBe(404);
    expect((await readSegments('late-1', playlist)).byteLength).toBeGreaterThan(1_000);
  });

  it('[PRIV5] waits from the very moment it is shown again, or has to wait longer', async () => {
    const wait = (delayS: number) => privacy(always(false), { delayS });
    await recorder.control('PATCH', '/control/cameras/late-1', { privacy: wait(0) });
    await waitForLive(recorder, 'late-1', 3);
    let isAsking = true;
    const early: number[] = [];
    const ask = async (): Promise<void> => {
      while (isAsking) {
        const answer = await recorder.get(mediaPaths.live('late-1'));
        const text = await answer.text();
        const aheadMs = answer.ok ? readEndMs(text) - (Date.now() - 6_000) : 0;
        if (aheadMs > 100) early.push(Math.round(aheadMs));
      }
    };
    await recorder.control('PATCH', '/control/cameras/late-1', { published: false });
    const asking = [ask(), ask(), ask(), ask()];
    for (let round = 0; round < 8; round += 1) {
      await recorder.control('PATCH', '/control/cameras/late-1', { published: true, privacy: wait(6 + round) });
      await recorder.control('PATCH', '/control/cameras/late-1', { published: false });
    }
    isAsking = false;
    await Promise.all(asking);
    expect(early).toEqual([]);
  });

  it('[PRIV1] is nothing where nobody said that it may be', async () => {
    await recorder.putCamera('unseen-1', { privacy: privacy([]) });
    await until(
      'a sealed picture',
      async () => (await recorder.get(mediaPaths.live('unseen-1'), { asControl: true })).ok,
    );
    expect((await recorder.get(mediaPaths.live('unseen-1'))).status).toBe(404);
    expect((await recorder.get(mediaPaths.latestStill('unseen-1'))).status).toBe(404);
  });
});
