import { join } from 'node:path';
import { controlPaths, mediaPaths, toStillName, type RecorderEvent } from '@sitecast/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawClip } from '../../tests/clip.ts';
import { makeDataFolder, removeDataFolder, startRecorder, type RecorderProcess } from '../../tests/recorder-process.ts';
import { until } from '../../../../tests/support/until.ts';

/** A picture that is a JPEG as far as its first bytes go, different for each number. */
const makeJpeg = (number: number) => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, number, 0xff, 0xd9]);

describe('the control door', () => {
  let folder: string;
  let recorder: RecorderProcess;

  beforeAll(async () => {
    folder = await makeDataFolder();
    await drawClip(join(folder, 'recorder/import/clip.mp4'));
    recorder = await startRecorder(folder);
    await recorder.putCamera('gate-1', {});
  });
  afterAll(async () => {
    await recorder.stop();
    await removeDataFolder(folder);
  });

  it('[ENV4] opens for its token alone', async () => {
    for (const path of [controlPaths.cameras, controlPaths.events, controlPaths.camera('gate-1'), '/control/nothing']) {
      for (const authorization of ['', 'Bearer ', `Bearer ${recorder.token}x`, `Basic ${recorder.token}`]) {
        const response = await fetch(recorder.url + path, { headers: { authorization } });
        expect(response.status).toBe(401);
        expect(await response.json()).toMatchObject({ code: 'session.required' });
      }
    }
    expect((await recorder.control('GET', controlPaths.cameras)).status).toBe(200);
  });

  it('[ERR2] names every bad field and [ERR3] changes nothing', async () => {
    const before = await (await recorder.control('GET', controlPaths.cameras)).text();
    const bad: readonly (readonly [string, string, unknown, number, string | undefined])[] = [
      ['PUT', 'new-1', { published: 'yes', retentionDays: 0 }, 400, 'source'],
      [
        'PUT',
        'new-1',
        { source: { kind: 'file', path: 'a' }, published: true, retentionDays: 1, extra: 1 },
        400,
        'extra',
      ],
      ['PUT', 'Bad_Id', { source: { kind: 'file', path: 'a' }, published: true, retentionDays: 1 }, 400, 'id'],
      ['PATCH', 'gate-1', { retentionDays: 1.5 }, 400, 'retentionDays'],
      ['PATCH', 'no-such', {}, 404, undefined],
      ['DELETE', 'no-such', undefined, 404, undefined],
      ['POST', 'gate-1', {}, 405, undefined],
    ];
    for (const [method, id, body, status, field] of bad) {
      const response = await recorder.control(method, controlPaths.camera(id), body);
      expect([method, id, response.status]).toEqual([method, id, status]);
      if (field !== undefined) expect(await response.json()).toMatchObject({ field });
    }
    const strip = (text: string) =>
      text.replaceAll(
        /"(?:since|lastFrameAt|recordedFrom|state|bitsPerSecond|framesPerSecond|playlist|still)":[^,}]+/g,
        '',
      );
    expect(strip(await (await recorder.control('GET', controlPaths.cameras)).text())).toBe(strip(before));
  });

  it('[CTRL4] refuses a source that may not be opened, and says why', async () => {
    for (const url of ['http://169.254.169.254/latest', 'file:///etc/passwd', 'rtsp://127.0.0.1/x']) {
      const response = await recorder.control('PUT', controlPaths.camera('new-2'), {
        source: { kind: 'rtsp', url },
        published: false,
        retentionDays: 1,
      });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ code: 'camera.source-refused', field: 'source.url' });
    }
    for (const path of [
      '/etc/passwd',
      '../../../etc/hosts.mp4',
      'clip.mp4/../../x.mp4',
      'no-such.mp4',
      'a.m3u8',
      'x\0.mp4',
    ]) {
      const response = await recorder.control('PUT', controlPaths.camera('new-2'), {
        source: { kind: 'file', path },
        published: false,
        retentionDays: 1,
      });
      expect([path, response.status]).toEqual([path, 422]);
      expect(await response.json()).toMatchObject({ code: 'camera.source-refused', field: 'source.path' });
    }
    expect((await recorder.control('GET', controlPaths.camera('new-2'))).status).toBe(404);
  });

  it('tells a snapshot, each change, what is gone, and beats', async () => {
    const stop = new AbortController();
    const response = await fetch(recorder.url + controlPaths.events, {
      headers: { authorization: `Bearer ${recorder.token}` },
      signal: stop.signal,
    });
    const events: RecorderEvent[] = [];
    const reading = (async () => {
      let rest = '';
      for await (const chunk of response.body ?? []) {
        const blocks = (rest + Buffer.from(chunk).toString('utf8')).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) events.push(JSON.parse(block.replace(/^data: /, '')) as RecorderEvent);
      }
    })();
    await until('the snapshot', () => events[0]);
    await recorder.putCamera('short-1', { published: false });
    await recorder.control('PATCH', controlPaths.camera('short-1'), { retentionDays: 3 });
    await recorder.control('DELETE', controlPaths.camera('short-1'));
    await until('the end of the camera', () => events.find((event) => event.type === 'removed'));
    await until('a beat', () => events.find((event) => event.type === 'beat'));
    stop.abort();
    await reading.catch(() => undefined);
    expect(events[0]).toMatchObject({ type: 'snapshot', cameras: [{ id: 'gate-1' }] });
    expect(events.find((event) => event.type === 'camera' && event.camera.retentionDays === 3)).toBeDefined();
    expect((await recorder.control('GET', controlPaths.camera('short-1'))).status).toBe(404);
  });

  it('changes who may see a camera without touching its stream', async () => {
    await until('live', async () => (await recorder.get(mediaPaths.live('gate-1'))).ok);
    const sequence = async () =>
      /MEDIA-SEQUENCE:(\d+)/.exec(
        await (await recorder.get(mediaPaths.live('gate-1'), { asControl: true })).text(),
      )?.[1];
    const before = await sequence();
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: false });
    expect((await recorder.get(mediaPaths.live('gate-1'))).status).toBe(404);
    await recorder.control('PATCH', controlPaths.camera('gate-1'), { published: true });
    expect((await recorder.get(mediaPaths.live('gate-1'))).status).toBe(200);
    expect(Number(await sequence()) - Number(before)).toBeLessThan(10);
    expect((await recorder.view('gate-1')).restarts).toBe(0);
  });

  describe('stills', () => {
    const past = '2025-09-12T04:30:00.000Z';
    const put = (instant: string, bytes: Uint8Array, id = 'gate-1') =>
      recorder.control('PUT', controlPaths.still(id, instant), bytes);

    it('takes the past, once, and never as the latest', async () => {
      const latest = await until('a still of the camera itself', async () => {
        const response = await recorder.get(mediaPaths.latestStill('gate-1'));
        return response.ok ? response.headers.get('last-modified') : null;
      });
      expect((await put(past, makeJpeg(1))).status).toBe(204);
      expect((await put(toStillName(past), makeJpeg(1))).status).toBe(204);
      expect((await put(past, makeJpeg(2))).status).toBe(422);
      const still = await recorder.get(mediaPaths.still('gate-1', past));
      expect(Buffer.from(await still.arrayBuffer()).equals(makeJpeg(1))).toBe(true);
      expect(still.headers.get('last-modified')).toBe('Fri, 12 Sep 2025 04:30:00 GMT');
      expect((await recorder.get(mediaPaths.latestStill('gate-1'))).headers.get('last-modified')).toBe(latest);
    });

    it('[MEDIA10] gives the newest at the width of a small screen, and no other width', async () => {
      const path = mediaPaths.latestStill('gate-1');
      const small = await until('a small still of the same time as the whole one', async () => {
        const [whole, sized] = await Promise.all([recorder.get(path), recorder.get(`${path}?width=800`)]);
        const isSame = whole.headers.get('last-modified') === sized.headers.get('last-modified');
        return whole.ok && sized.ok && isSame ? sized : null;
      });
      expect(small.headers.get('content-type')).toBe('image/jpeg');
      for (const query of ['width=801', 'width=8e2', 'width=', `width=800&before=${past}`]) {
        const refused = await recorder.get(`${path}?${query}`);
        expect([query, refused.status, await refused.json()]).toMatchObject([query, 400, { field: 'width' }]);
      }
    });

    it('lists days and instants, and finds the one before an instant', async () => {
      await put('2025-09-13T04:30:00.000Z', makeJpeg(3));
      const { days } = (await (await recorder.get(mediaPaths.stills('gate-1'))).json()) as { days: { date: string }[] };
      expect(days.slice(0, 2)).toEqual([
        { date: '2025-09-12', first: past, last: past, count: 1 },
        { date: '2025-09-13', first: '2025-09-13T04:30:00.000Z', last: '2025-09-13T04:30:00.000Z', count: 1 },
      ]);
      const day = await recorder.get(`${mediaPaths.stills('gate-1')}?day=2025-09-12`);
      expect(await day.json()).toEqual({ instants: [past] });
      const before = await recorder.get(`${mediaPaths.latestStill('gate-1')}?before=2025-09-13T00:00:00.000Z`);
      expect(before.headers.get('last-modified')).toBe('Fri, 12 Sep 2025 04:30:00 GMT');
    });

    it('[LIVE5] finds the last one in daylight before an instant, and the last one where none is', async () => {
      const settings = { title: 'Gate', credit: 'Sitecast', rest: { weekdays: [], dates: [] }, marks: [] };
      const place = { latitude: 43.66, longitude: 77.02, zone: 'Asia/Almaty' };
      const told = await recorder.control('PUT', controlPaths.timeLapse('gate-1'), { ...settings, place });
      expect(told.ok).toBe(true);
      // Noon and night there, and a night ten days after the last day that has a still.
      for (const at of ['2025-10-01T07:00:00.000Z', '2025-10-01T19:00:00.000Z', '2025-10-12T19:00:00.000Z'])
        expect((await put(at, makeJpeg(4))).status).toBe(204);
      const path = mediaPaths.latestStill('gate-1');
      const ask = async (query: string) => (await recorder.get(`${path}?${query}`)).headers.get('last-modified');
      const before = 'before=2025-10-02T00:00:00.000Z';
      expect(await ask(before)).toBe('Wed, 01 Oct 2025 19:00:00 GMT');
      expect(await ask(`${before}&light=day`)).toBe('Wed, 01 Oct 2025 07:00:00 GMT');
      expect(await ask('before=2025-10-13T00:00:00.000Z&light=day')).toBe('Sun, 12 Oct 2025 19:00:00 GMT');
      for (const query of [`${before}&light=moon`, 'light=day']) {
        const refused = await recorder.get(`${path}?${query}`);
        expect([query, refused.status, await refused.json()]).toMatchObject([query, 400, { field: 'light' }]);
      }
    });

    it('refuses what is no JPEG, too large, in the future, or of no camera', async () => {
      expect((await put('2025-09-14T04:30:00.000Z', Buffer.from('GIF89a..'))).status).toBe(415);
      expect((await put('2025-09-14T04:30:00.000Z', Buffer.alloc(5 * 1_048_576 + 1, 0xff))).status).toBe(413);
      expect((await put('2099-01-01T00:00:00.000Z', makeJpeg(1))).status).toBe(400);
      expect((await put('2025-02-30T00:00:00.000Z', makeJpeg(1))).status).toBe(400);
      expect((await put(past, makeJpeg(1), 'no-such')).status).toBe(404);
      expect((await recorder.get(mediaPaths.still('gate-1', '2025-09-14T04:30:00.000Z'))).status).toBe(404);
    });
  });
});
