import { once } from 'node:events';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { mediaPaths } from '@sitecast/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decode, drawClip } from '../tests/clip.ts';
import {
  findProcesses,
  makeDataFolder,
  removeDataFolder,
  startRecorder,
  waitForLive,
  type RecorderProcess,
} from '../tests/recorder-process.ts';
import { until } from '../../../tests/support/until.ts';

const readNumber = (text: string, tag: string) => Number(new RegExp(`${tag}:(\\d+)`).exec(text)?.[1]);
const readAddresses = (text: string) => [...text.matchAll(/^\S+\.m4s$/gm)].map(([address]) => address);

/** A port that was free a moment ago. */
async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('what a recorder lives through', () => {
  const folders: string[] = [];
  const running: RecorderProcess[] = [];
  let clips: string;

  beforeAll(async () => {
    clips = await makeDataFolder();
    folders.push(clips);
    await Promise.all([drawClip(join(clips, 'small.mp4')), drawClip(join(clips, 'large.mp4'), { size: '640x360' })]);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((recorder) => recorder.stop()));
  });
  afterAll(() => Promise.all(folders.map(removeDataFolder)));

  const makeFolder = async (): Promise<string> => {
    const folder = await makeDataFolder();
    folders.push(folder);
    await mkdir(join(folder, 'recorder/import'), { recursive: true });
    await copyFile(join(clips, 'small.mp4'), join(folder, 'recorder/import/clip.mp4'));
    return folder;
  };
  const start = async (folder: string, environment: Record<string, string> = {}): Promise<RecorderProcess> => {
    const recorder = await startRecorder(folder, environment);
    running.push(recorder);
    return recorder;
  };
  const findFfmpeg = (folder: string) => findProcesses(join(folder, 'recorder/import/clip.mp4'));

  it('[MEDIA2] [CTRL1] goes on by itself after kill -9: numbers rise, what was shown is still there, no process is left', async () => {
    const folder = await makeFolder();
    const first = await start(folder);
    await first.putCamera('gate-1', {});
    const before = await waitForLive(first, 'gate-1', 3);
    const [address = ''] = readAddresses(before);
    const bytes = Buffer.from(await (await first.get(`/media/gate-1/${address}`)).arrayBuffer());
    await until('the segment on disk', async () => (await first.view('gate-1')).recordedFrom);
    await first.killHard();
    await until('no ffmpeg outlives its recorder', async () => (await findFfmpeg(folder)).length === 0, 60_000);

    const second = await start(folder);
    const after = await waitForLive(second, 'gate-1', 2);
    const lastBefore = readNumber(before, 'MEDIA-SEQUENCE') + readAddresses(before).length - 1;
    expect(readNumber(after, 'MEDIA-SEQUENCE')).toBeGreaterThan(lastBefore);
    expect(readNumber(after, 'DISCONTINUITY-SEQUENCE')).toBeGreaterThan(readNumber(before, 'DISCONTINUITY-SEQUENCE'));
    expect(readAddresses(after).filter((one) => readAddresses(before).includes(one))).toEqual([]);
    const again = Buffer.from(await (await second.get(`/media/gate-1/${address}`)).arrayBuffer());
    expect(again.equals(bytes)).toBe(true);

    const { recordedFrom } = await second.view('gate-1');
    const path = mediaPaths.replay('gate-1', recordedFrom ?? '', new Date().toISOString());
    expect(await (await second.get(path)).text()).toContain('#EXT-X-DISCONTINUITY\n');
    const { frames, complaints } = await decode(second.url + path, 60);
    expect(frames).toBeGreaterThan(200);
    // ffmpeg's own reader knows no discontinuities and says so; damage it would call by these names.
    expect(complaints).not.toMatch(/error|invalid|corrupt|missing/i);
  });

  it('[ENV5] ends in order when a terminal interrupts it, and leaves nothing running', async () => {
    const folder = await makeFolder();
    const recorder = await start(folder);
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 1);
    const [pid = 0] = await findFfmpeg(folder);
    // Ctrl-C reaches the whole group of the terminal; ffmpeg must not be in it.
    const groupOf = async (id: number) => (await readFile(`/proc/${id}/stat`, 'utf8')).split(') ')[1]?.split(' ')[2];
    expect(await groupOf(pid)).not.toBe(await groupOf(recorder.pid));
    expect(await recorder.stop()).toBe(0);
    expect(await findFfmpeg(folder)).toEqual([]);
  });

  it('[MEDIA5] takes up a camera again that broke off, with a break, and its new picture with a new init', async () => {
    const folder = await makeFolder();
    const recorder = await start(folder);
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 1);
    // The camera comes back as another model: same address, larger picture.
    const clip = join(folder, 'recorder/import/clip.mp4');
    await copyFile(join(clips, 'large.mp4'), `${clip}.new`);
    await rename(`${clip}.new`, clip);
    for (const pid of await findFfmpeg(folder)) process.kill(pid, 'SIGKILL');
    const text = await until('a break in the playlist', async () => {
      const playlist = await (await recorder.get(mediaPaths.live('gate-1'))).text();
      return playlist.includes('#EXT-X-DISCONTINUITY\n') ? playlist : null;
    });
    expect(text).toMatch(/#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="[^"]+"\n#EXT-X-PROGRAM-DATE-TIME:/);
    expect(new Set([...text.matchAll(/#EXT-X-MAP:URI="([^"]+)"/g)].map(([, uri]) => uri)).size).toBe(2);
    expect((await recorder.view('gate-1')).restarts).toBe(1);
  });

  it('replaces an ffmpeg that hangs within 15 s', async () => {
    const folder = await makeFolder();
    const recorder = await start(folder);
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 1);
    const [pid = 0] = await findFfmpeg(folder);
    process.kill(pid, 'SIGSTOP');
    const [next] = await until(
      'another ffmpeg',
      async () => {
        const found = await findFfmpeg(folder);
        return found.length > 0 && !found.includes(pid) ? found : null;
      },
      15_000,
    );
    expect(next).not.toBe(pid);
    await until('frames again', async () => (await recorder.view('gate-1')).fault === null);
  });

  it('stops recording at the floor of the disk, keeps live going and refuses what it cannot keep', async () => {
    const folder = await makeFolder();
    const recorder = await start(folder, { SITECAST_FREE_SPACE_FLOOR_MB: '999999999' });
    await recorder.putCamera('gate-1', {});
    await waitForLive(recorder, 'gate-1', 3);
    expect((await recorder.view('gate-1')).recordedFrom).toBeNull();
    const { frames } = await decode(recorder.url + mediaPaths.live('gate-1'), 2);
    expect(frames).toBeGreaterThanOrEqual(50);
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 2, 0xff, 0xd9]);
    const still = await recorder.control('PUT', '/control/cameras/gate-1/stills/20250912T043000Z', jpeg);
    expect(still.status).toBe(507);
    expect(await (await recorder.get('/readyz')).json()).toMatchObject({ troubles: ['disk-full'] });
  });

  it('tries a source that is not there again and again, and says what is wrong', async () => {
    const folder = await makeFolder();
    const recorder = await start(folder, { SITECAST_SOURCE_HOSTS: '127.0.0.1' });
    const url = `rtsp://127.0.0.1:${await findClosedPort()}/stream`;
    await recorder.putCamera('gate-1', { source: { kind: 'rtsp', url } });
    const view = await until('two tries', async () => {
      const one = await recorder.view('gate-1');
      return one.restarts >= 2 ? one : null;
    });
    expect(view.fault).toMatch(/^(?:refused|unreachable)$/);
    expect(view.health.state).not.toBe('live');
  });
});
