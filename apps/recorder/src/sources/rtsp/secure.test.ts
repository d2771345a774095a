import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGstreamerRtsp, type GstreamerRtsp } from '../../../../../tests/support/gstreamer-rtsp.ts';
import { readFrames } from '../../../../../tests/support/read-frames.ts';
import { createSourceGuard } from '../guard.ts';
import { openRelay } from './relay.ts';

const ffmpeg = { major: 5, hasSrt: true };
const login = { username: 'operator', password: 'canary-secure' };
let folder = '';
let camera: GstreamerRtsp;

/** A certificate of the camera's own making, as most cameras have. */
function makeCertificate(): string {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=camera.lan', '-days', '2'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
    {
      stdio: 'ignore',
    },
  );
  const both = join(folder, 'both.pem');
  writeFileSync(both, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
  return both;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sitecast-tls-'));
  camera = await startGstreamerRtsp({ auth: { kind: 'digest', ...login }, certificate: makeCertificate() });
});
afterAll(async () => {
  await camera.stop();
  rmSync(folder, { recursive: true, force: true });
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
