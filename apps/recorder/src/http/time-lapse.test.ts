import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { controlPaths, mediaPaths, type TimeLapseList } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../../tests/support/until.ts';
import { decode, drawClip, ffmpegPath } from '../../tests/clip.ts';
import { makeDataFolder, removeDataFolder, startRecorder, type RecorderProcess } from '../../tests/recorder-process.ts';

const settings = {
  place: { latitude: 43.67, longitude: 77.1, zone: 'Asia/Almaty' },
  title: 'Gate',
  credit: 'Sitecast',
  rest: { weekdays: [], dates: [] },
  marks: [{ at: '2025-10-05T06:10:00.000Z', title: 'First stone', ref: 'M01' }],
};

describe('the time-lapses of a recorder', () => {
  let folder: string;
  let recorder: RecorderProcess;
  const list = async (): Promise<TimeLapseList> =>
    (await (await recorder.get(mediaPaths.timeLapses('gate-1'))).json()) as TimeLapseList;

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    await promisify(execFile)(ffmpegPath, [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=1', '-frames:v', '1'],
      join(folder, 'still.jpg'),
    ]);
    const jpeg = await readFile(join(folder, 'still.jpg'));
    recorder = await startRecorder(folder);
    await recorder.putCamera('gate-1', {});
    for (let minute = 10; minute < 50; minute += 1) {
      const instant = `20251005T06${minute}00Z`;
      const answer = await recorder.control('PUT', controlPaths.still('gate-1', instant), jpeg);
      expect(answer.status).toBe(204);
    }
  });
  afterAll(async () => {
    expect(await recorder.stop()).toBe(0);
    await removeDataFolder(folder);
  });

  it('[CTRL1] takes its settings by the field, and refuses to make what has no still', async () => {
    const put = (body: unknown) => recorder.control('PUT', controlPaths.timeLapse('gate-1'), body);
    const zone = { ...settings, place: { ...settings.place, zone: 'Mars/Base' } };
    const refused = await put(zone);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('place.zone');
    expect((await put(settings)).status).toBe(200);
    for (const period of ['2025-10-06', '2025-13', '..%2Fjob']) {
      expect((await recorder.control('POST', controlPaths.timeLapsePeriod('gate-1', period))).status).toBe(400);
    }
    expect((await recorder.get(controlPaths.timeLapsePeriod('gate-1', 'job'))).status).toBe(401);
  });

  it('[MEDIA1] [MEDIA12] makes the one that was asked for, and plays it in a foreign player and by ranges', async () => {
    expect((await recorder.control('POST', controlPaths.timeLapsePeriod('gate-1', '2025-10-05'))).status).toBe(200);
    const day = await until('the time-lapse', async () =>
      (await list()).ready.find(({ period }) => period === '2025-10-05'),
    );
    expect(day).toMatchObject({ frames: 40, chapters: [{ atS: 0, title: 'First stone' }] });
    const path = (file: 'video.mp4' | 'index.m3u8') => mediaPaths.timeLapse('gate-1', day.period, day.version, file);
    const { frames, complaints } = await decode(recorder.url + path('index.m3u8'), 4);
    expect([frames, complaints]).toEqual([40, '']);
    const whole = await recorder.get(path('video.mp4'));
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="gate-1-2025-10-05.mp4"');
    expect(whole.headers.get('cache-control')).toContain('immutable');
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.length).toBe(day.bytes);
    const part = await recorder.get(path('video.mp4'), { range: 'bytes=100-199' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${day.bytes}`]);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));
    // Over the end of its head, into the frames.
    const start = bytes.indexOf('mdat') - 50;
    const over = await recorder.get(path('video.mp4'), { range: `bytes=${start}-${start + 5_000}` });
    expect(Buffer.from(await over.arrayBuffer())).toEqual(bytes.subarray(start, start + 5_001));
    const listed = await (await recorder.get(path('index.m3u8'))).text();
    const [segment = ''] = /^\.\.\/segments\/.+\.m4s$/m.exec(listed) ?? [];
    const address = new URL(segment, recorder.url + path('index.m3u8')).pathname;
    expect((await recorder.get(address)).headers.get('cache-control')).toContain('immutable');
    expect((await recorder.get(address.replace(/[0-9a-f](?=\.m4s)/, 'x'))).status).toBe(404);
  });

  it('[MEDIA4] shows none of an unpublished camera, and nothing outside the folder', async () => {
    const { version } = (await list()).ready[0] ?? { version: '' };
    for (const path of [
      `time-lapse/2025-10-05/000000000000/video.mp4`,
      `time-lapse/../${version}/video.mp4`,
      `time-lapse/2025-10-05/${version}/current.json`,
    ]) {
      expect((await recorder.get(`/media/gate-1/${path}`)).status).toBe(404);
    }
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: false });
    expect((await recorder.get(mediaPaths.timeLapses('gate-1'))).status).toBe(404);
    expect((await recorder.get(mediaPaths.timeLapse('gate-1', '2025-10-05', version, 'video.mp4'))).status).toBe(404);
  });
});
