import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mediaPaths, type RecorderPrivacy } from '@sitecast/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { until } from '../../../tests/support/until.ts';
import { decode, drawClip, ffmpegPath } from '../tests/clip.ts';
import {
  findProcesses,
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';

const run = promisify(execFile);
const leftHalf: [number, number][] = [
  [0, 0],
  [0.5, 0],
  [0.5, 1],
  [0, 1],
];
const privacy: RecorderPrivacy = {
  delayS: 0,
  mask: { version: 1, polygons: [leftHalf] },
  spans: [{ from: '2000-01-01T00:00:00.000Z', to: null, masked: true }],
};
let recorder: RecorderProcess;

beforeAll(async () => {
  const folder = await makeDataFolder();
  const path = join(folder, 'recorder/import/clip.mp4');
  await drawClip(path, { size: '852x480', seconds: 60 });
  const other = path.replace('clip', 'other');
  await run(ffmpegPath, [
    '-v',
    'error',
    '-t',
    '12',
    '-i',
    path,
    '-c:v',
    'libx265',
    '-preset',
    'ultrafast',
    '-g',
    '25',
    other,
  ]);
  recorder = await startRecorder(folder, { SITECAST_RENDITIONS: '1' });
});
afterAll(async () => {
  expect(await recorder.stop()).toBe(0);
  // Nothing that was made for somebody outlives the recorder.
  expect(await findProcesses('scale=-2:360')).toEqual([]);
  await removeDataFolder(recorder.dataFolder);
});

const read = async (path: string): Promise<string> => (await recorder.get(path)).text();
const statusOf = async (path: string): Promise<number> => (await recorder.get(path)).status;
const countRenditions = async (): Promise<number> =>
  Number(/^sitecast_renditions (\d+)$/m.exec(await read('/metrics'))?.[1]);

/** The segments of a media playlist by their numbers: length and address, the rendition's folder left out. */
function readSegments(playlist: string): Map<number, string> {
  const first = Number(/#EXT-X-MEDIA-SEQUENCE:(\d+)/.exec(playlist)?.[1]);
  const found = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(?:(?:360p|1fps)\/)?(\S+)/g)];
  return new Map(found.map(([, seconds, address], index) => [first + index, `${seconds} ${address}`]));
}

const dateOf = (playlist: string): string => /#EXT-X-PROGRAM-DATE-TIME:(\S+)/.exec(playlist)?.[1] ?? '';

it('[LADDER1] makes nothing unless it is asked for, and offers no list of renditions', async () => {
  await recorder.putCamera('plain', {});
  await waitForLive(recorder, 'plain', 3);
  expect(await statusOf('/media/plain/adaptive.m3u8')).toBe(404);
  expect(await statusOf('/media/plain/live-360p.m3u8')).toBe(404);
  expect((await recorder.view('plain')).recorded.public.adaptive).toBe(false);
  expect((await recorder.control('PATCH', '/control/cameras/plain', { ladder: true })).status).toBe(200);
  const view = await recorder.view('plain');
  expect(view.ladder).toBe(true);
  expect(view.recorded.public.adaptive).toBe(true);
  expect(await read(mediaPaths.adaptive('plain'))).toMatch(
    /^#EXTM3U\n.*\n.*\n#EXT-X-STREAM-INF:BANDWIDTH=\d+,CODECS="avc1\.\w{6}",RESOLUTION=852x480\nlive\.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="avc1\.4d4028",RESOLUTION=640x360\nlive-360p\.m3u8\n$/,
  );
  expect(await statusOf('/media/plain/live-720p.m3u8')).toBe(404);
  expect(await countRenditions()).toBe(0);
});

it('[LADDER2] gives each segment the number, length and date it has in the camera’s own list', async () => {
  const small = await until('a rendition', async () => {
    const text = await read('/media/plain/live-360p.m3u8');
    return readSegments(text).size >= 3 ? text : null;
  });
  const own = await read('/media/plain/live.m3u8');
  const segments = readSegments(own);
  for (const [number, segment] of readSegments(small)) expect(segment).toBe(segments.get(number));
  const [first = ''] = readSegments(small).values();
  expect(Date.parse(dateOf(small))).toBe(Number(/\/(\d+)\.m4s/.exec(first)?.[1]));
  expect(small).toMatch(/#EXT-X-MAP:URI="360p\/[0-9a-f]{16}\/init\.mp4"/);
  const played = await decode(`${recorder.url}/media/plain/live-360p.m3u8`, 4);
  expect(played.frames).toBeGreaterThanOrEqual(95);
  expect(played.complaints).not.toMatch(/non monoton|Non-monoton|error|corrupt/i);
  const { stdout } = await run('ffprobe', [
    ...[
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-show_entries',
      'stream=width,height,profile,level',
      '-of',
      'csv=p=0',
    ],
    `${recorder.url}/media/plain/live-360p.m3u8`,
  ]);
  expect(stdout.trim().split('\n')[0]).toBe('Main,640,360,40');
});

it('[LADDER3] makes no more at once than it may, and stops when nobody watches', async () => {
  await recorder.putCamera('masked', { ladder: true, privacy });
  await waitForLive(recorder, 'masked', 3);
  await recorder.get('/media/plain/live-360p.m3u8');
  expect(await countRenditions()).toBe(1);
  expect(await statusOf('/media/masked/live-360p.m3u8')).toBe(404);
  expect(await read('/media/masked/adaptive.m3u8')).not.toContain('360p');
  await until('nobody watches', async () => (await countRenditions()) === 0);
  expect(await read('/media/masked/adaptive.m3u8')).toContain('live-360p.m3u8');
});

it('[LADDER4] makes the public’s renditions of what the public sees: under the mask, and behind the curtain', async () => {
  const small = await until('a masked rendition', async () => {
    const text = await read('/media/masked/live-360p.m3u8');
    return readSegments(text).size >= 2 ? text : null;
  });
  const picture = ['-v', 'error', '-i', `${recorder.url}/media/masked/live-360p.m3u8`, '-frames:v', '20'];
  const { stdout } = await run(
    ffmpegPath,
    [...picture, '-vf', 'crop=288:344:8:8', '-pix_fmt', 'gray', '-f', 'rawvideo', '-'],
    { encoding: 'buffer', maxBuffer: 64 << 20 },
  );
  expect(stdout.length).toBeGreaterThan(0);
  const sorted = stdout.toSorted();
  expect((sorted.at(-1) ?? 255) - (sorted[0] ?? 0)).toBeLessThan(16);
  const address = `/media/masked/${/360p\/\S+\.m4s/.exec(small)?.[0]}`;
  const init = `/media/masked/${/360p\/\w+\/init\.mp4/.exec(small)?.[0]}`;
  expect([await statusOf(address), await statusOf(init)]).toEqual([200, 200]);
  await recorder.control('PATCH', '/control/cameras/masked', { published: false });
  for (const path of [address, init, '/media/masked/adaptive.m3u8', '/media/masked/live-360p.m3u8'])
    expect(await statusOf(path)).toBe(404);
  expect((await recorder.control('DELETE', '/control/cameras/masked')).status).toBe(204);
});

it('[LADDER5] offers H.264 of a camera that sends H.265, whose own picture few browsers play', async () => {
  await until('room for another', async () => (await countRenditions()) === 0);
  await recorder.putCamera('other', { source: { kind: 'file', path: 'other.mp4' } });
  await waitForLive(recorder, 'other', 3);
  const list = await read('/media/other/adaptive.m3u8');
  expect(list).toMatch(/CODECS="hvc1\.[^"]+",RESOLUTION=852x480\nlive\.m3u8/);
  expect(list).toContain('live-360p.m3u8');
  // Nobody watches yet.
  expect(await countRenditions()).toBe(0);
  await until('an H.264 rendition', async () => readSegments(await read('/media/other/live-360p.m3u8')).size >= 2);
  expect((await decode(`${recorder.url}/media/other/live-360p.m3u8`, 2)).frames).toBeGreaterThanOrEqual(45);
  // Who decodes H.265 gets the camera's own bytes.
  const copy = await run('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=codec_name,codec_tag_string,height'],
    ...['-of', 'csv=p=0', `${recorder.url}/media/other/live.m3u8`],
  ]);
  expect(copy.stdout.trim().split('\n')[0]).toMatch(/^hevc,hvc1,480/);
  expect((await decode(`${recorder.url}/media/other/live.m3u8`, 2)).frames).toBeGreaterThanOrEqual(45);
  await until('nobody watches', async () => (await countRenditions()) === 0);
});

it('[LADDER6] gives a picture a second of any camera, H.265 too, on the time line of its own segments', async () => {
  await until('room for another', async () => (await countRenditions()) === 0);
  const small = await until('pictures', async () => {
    const text = await read('/media/other/live-1fps.m3u8');
    return readSegments(text).size >= 3 ? text : null;
  });
  const segments = readSegments(await read('/media/other/live.m3u8'));
  const made = [...readSegments(small)].filter(([number]) => segments.has(number));
  for (const [number, segment] of made) expect(segment).toBe(segments.get(number));
  expect(await read('/media/other/adaptive.m3u8')).not.toContain('1fps');
  const { stdout } = await run('ffprobe', [
    ...['-v', 'error', '-show_entries', 'stream=codec_name,height:packet=pts_time', '-of', 'csv=p=0'],
    ...['-read_intervals', '%+2', `${recorder.url}/media/other/live-1fps.m3u8`],
  ]);
  expect(stdout).toContain('h264,480');
  const times = [...stdout.matchAll(/^(\d+\.\d+),?$/gm)].map(([, time]) => Number(time));
  expect(times.length).toBeGreaterThanOrEqual(2);
  for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBeCloseTo(1, 0);
});

it('[LADDER7] gives an audience at most what the camera’s dial allows it now, whatever address is asked', async () => {
  const always = (step: string) => ({ day: step, night: step });
  const limits = {
    public: always('360p'),
    embed: always('stills'),
    display: always('full'),
    investor: always('stills'),
  };
  const dial = { zone: 'Asia/Almaty', nightFrom: '22:00', nightTo: '06:00', ...limits };
  expect((await recorder.control('PATCH', '/control/cameras/plain', { dial })).status).toBe(200);
  expect((await recorder.view('plain')).dial).toEqual(dial);
  const own = await read('/media/plain/for/display/live.m3u8');
  const newest = /\w{16}\/\d+\.m4s(?=\n$)/.exec(own)?.[0] ?? '';
  expect(await statusOf(`/media/plain/for/display/${newest}`)).toBe(200);
  const small = await until('the smaller one instead', async () => {
    const text = await read('/media/plain/live.m3u8');
    return text.includes('#EXTINF') ? text : null;
  });
  expect(small).not.toMatch(/^\w{16}\/\d+\.m4s$/m);
  expect(await statusOf(`/media/plain/${/360p\/\S+\.m4s/.exec(small)?.[0]}`)).toBe(200);
  expect(await read('/media/plain/adaptive.m3u8')).not.toMatch(/^live\.m3u8$/m);
  const refused = [
    newest,
    'low-latency.m3u8',
    'for/embed/live.m3u8',
    'for/embed/live-360p.m3u8',
    'for/nobody/live.m3u8',
  ];
  for (const name of refused) expect([name, await statusOf(`/media/plain/${name}`)]).toEqual([name, 404]);
  const now = new Date();
  const recent = mediaPaths.replay('plain', new Date(now.getTime() - 20_000).toISOString(), now.toISOString());
  expect(await statusOf(recent)).toBe(404);
  const investor = { headers: { authorization: `Bearer ${recorder.token}`, 'x-sitecast-edition': 'undelayed' } };
  expect((await fetch(`${recorder.url}/media/plain/live.m3u8`, investor)).status).toBe(404);
  expect((await recorder.control('PATCH', '/control/cameras/plain', { dial: null })).status).toBe(200);
  expect(await statusOf(`/media/plain/${newest}`)).toBe(200);
});

it('[LADDER1] refuses names and numbers that are none of its own', async () => {
  for (const path of [
    `360p/0000000000000000/${Date.now()}.m4s`,
    '360p/0000000000000000/init.mp4',
    'live-1080p.m3u8',
    '360p/x',
    'live-360p.m3u8/',
  ])
    expect(await statusOf(`/media/plain/${path}`)).toBe(404);
  expect(await statusOf('/media/plain/adaptive.m3u8?x=1')).toBe(400);
  expect(await statusOf('/media/plain/live-360p.m3u8?_HLS_msn=1')).toBe(400);
});
