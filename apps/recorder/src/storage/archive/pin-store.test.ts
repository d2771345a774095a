import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pin } from '@sitecast/contract';
import { expect, onTestFinished, test } from 'vitest';
import { createPinStore } from './pin-store.ts';

const pinOf = (ref: string, reason: Pin['reason']): Pin => ({
  from: '2026-11-23T06:00:00.000Z',
  to: '2026-11-23T06:02:00.000Z',
  ...{ ref, reason, isPublic: false },
});

test('of more moments than it holds the oldest photo’s goes, and no milestone’s', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-pins-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const many = [pinOf('M01', 'milestone'), ...Array.from({ length: 1_999 }, (_, n) => pinOf(`photo-${n}`, 'evidence'))];
  await writeFile(join(folder, 'pins.json'), JSON.stringify(many));
  const pins = createPinStore(folder);
  await pins.start();
  await pins.put(pinOf('M02', 'milestone'));
  await pins.put(pinOf('M02', 'milestone'));
  const refs = pins.list().map(({ ref }) => ref);
  expect(refs).toHaveLength(2_000);
  expect(refs).toEqual(expect.arrayContaining(['M01', 'M02', 'photo-1', 'photo-1998']));
  expect(refs).not.toContain('photo-0');
  const again = createPinStore(folder);
  await again.start();
  expect(again.list()).toEqual(pins.list());
});
