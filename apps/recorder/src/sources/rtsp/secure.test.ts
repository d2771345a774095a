import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGstreamerRtsp, type GstreamerRtsp } from '../../../../../tests/support/gstreamer-rtsp.ts';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { makeSelfSigned } from '../../../../../tests/support/self-signed.ts';
import { createSourceGuard } from '../guard.ts';
import { openRelay } from './relay.ts';

const ffmpeg = { major: 5, hasSrt: true };
const login = { username: 'operator', password: 'canary-secure' };
let folder = '';
let camera: GstreamerRtsp;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-tls-'));
  const certificate = join(folder, 'camera.pem');
  await writeFile(certificate, makeSelfSigned('camera.lan'));
  camera = await startGstreamerRtsp({ auth: { kind: 'digest', ...login }, certificate });
});
afterAll(async () => {
  await camera.stop();
  await rm(folder, { recursive: true, force: true });
});

it('pulls RTSPS from a listed host whose certificate is its own', async () => {
  const guard = createSourceGuard({ hosts: '127.0.0.1' });
  const url = camera.url.replace('://', `://${login.username}:${login.password}@`);
  const source = await openRelay({ admit: () => guard.admit(url, 'rtsp'), ffmpeg });
  const read = await readFrames(source.inputArgs, { wanted: 25 });
  expect(read.frames).toBeGreaterThanOrEqual(25);
  expect(read.commandLine + read.log).not.toContain(login.password);
  await source.close();
});

it('refuses a certificate nobody vouches for where the host is not listed', async () => {
  const guard = createSourceGuard({ hosts: '127.0.0.1' });
  const admit = async () => ({ ...(await guard.admit(camera.url, 'rtsp')), listed: false });
  const source = await openRelay({ admit, ffmpeg });
  expect((await readFrames(source.inputArgs, { wanted: 1 })).frames).toBe(0);
  expect(source.fault).toBe('refused');
  await source.close();
});
