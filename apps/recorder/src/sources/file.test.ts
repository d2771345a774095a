import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import fc from 'fast-check';
import { readFrames } from '../../../../tests/support/read-frames.ts';
import { openFile } from './file.ts';

let folder = '';
let importDir = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sitecast-file-'));
  importDir = join(folder, 'import');
  await mkdir(join(importDir, 'day'), { recursive: true });
  const clip = join(importDir, 'clip.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=25:d=1', '-c:v', 'libx264', '-preset', 'ultrafast'];
  spawnSync('ffmpeg', ['-nostdin', '-v', 'error', ...picture, clip]);
  await copyFile(clip, join(importDir, 'day', 'clip.mp4'));
  await copyFile(clip, join(folder, 'secret.mp4'));
  await writeFile(join(importDir, 'notes.txt'), 'not a picture');
  await symlink(join(folder, 'secret.mp4'), join(importDir, 'link.mp4'));
  await symlink(join(importDir, 'notes.txt'), join(importDir, 'disguised.mp4'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('plays a file round and round at its own speed', async () => {
  const source = await openFile('day/clip.mp4', importDir);
  const startedAt = performance.now();
  expect((await readFrames(source.inputArgs, { wanted: 60 })).frames).toBeGreaterThanOrEqual(60);
  expect(performance.now() - startedAt).toBeGreaterThan(1_500);
});

it.each([
  '../secret.mp4',
  'day/../../secret.mp4',
  '/etc/passwd',
  '/etc/passwd.mp4',
  'link.mp4',
  'disguised.mp4',
  'notes.txt',
  'missing.mp4',
  'day',
  '.',
  '-i.mp4',
  'clip.mp4\0.mp4',
  'clip.mp4\n',
  'concat:clip.mp4',
  'file:clip.mp4',
  'http://127.0.0.1/clip.mp4',
])('[CTRL4] refuses the path %j', async (path) => {
  await expect(openFile(path, importDir)).rejects.toMatchObject({
    code: 'camera.source-refused',
    fields: [{ field: 'source.path' }],
  });
});

it('[CTRL4] opens nothing outside the import folder, whatever the path', async () => {
  const parts = fc.array(fc.constantFrom('..', '.', '', 'import', 'day', 'secret.mp4', 'link.mp4', '%2e%2e', '…'));
  await fc.assert(
    fc.asyncProperty(parts, async (names) => {
      await expect(openFile(names.join('/'), importDir)).rejects.toMatchObject({ code: 'camera.source-refused' });
    }),
  );
});
