import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecorderCameraConfig } from '@sitecast/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataFolder, removeDataFolder } from '../../../tests/recorder-process.ts';
import { createCameraStore } from './camera-store.ts';
import { openSeal, sealText } from '../../platform/seal.ts';

const config: RecorderCameraConfig = {
  source: { kind: 'rtsp', url: 'rtsp://admin:canary-77@camera.example/stream' },
  published: true,
  retentionDays: 3,
};

describe('cameras on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await makeDataFolder();
  });
  afterEach(() => removeDataFolder(folder));

  it('[CTRL1] [CTRL2] come back as they were, and the file tells nothing of the source', async () => {
    const store = createCameraStore(folder, 'secret');
    await store.write('gate-1', config);
    expect(await readFile(join(folder, 'gate-1.json'), 'utf8')).not.toMatch(/canary|camera\.example|rtsp/);
    expect((await store.readAll()).cameras).toEqual(new Map([['gate-1', config]]));
    await store.remove('gate-1');
    expect((await store.readAll()).cameras.size).toBe(0);
  });

  it('tells which cannot be read, keeps the others and leaves the file alone', async () => {
    const store = createCameraStore(folder, 'secret');
    await store.write('gate-1', config);
    await writeFile(join(folder, 'torn.json'), '{"version":1,');
    await writeFile(join(folder, 'Foreign File.json'), '{}');
    const { cameras, unreadable } = await store.readAll();
    expect([...cameras.keys()]).toEqual(['gate-1']);
    expect(unreadable).toEqual(['torn']);
    expect((await createCameraStore(folder, 'another secret').readAll()).unreadable.sort()).toEqual(['gate-1', 'torn']);
    expect(await readFile(join(folder, 'torn.json'), 'utf8')).toBe('{"version":1,');
  });

  it('a seal opens for its own camera and key, whole', () => {
    const seal = sealText('text', 'gate-1', 'secret');
    expect(openSeal(seal, 'gate-1', 'secret')).toBe('text');
    expect(sealText('text', 'gate-1', 'secret')).not.toBe(seal);
    expect(() => openSeal(seal, 'gate-2', 'secret')).toThrow();
    expect(() => openSeal(seal, 'gate-1', 'other')).toThrow();
    const bytes = Buffer.from(seal, 'base64');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => openSeal(changed.toString('base64'), 'gate-1', 'secret')).toThrow();
    }
  });
});
