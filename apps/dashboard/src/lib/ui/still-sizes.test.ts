import { expect, test } from 'vitest';
import { pickStill, toStillSet } from './still-sizes.ts';

test('[MEDIA10] offers the newest still in two sizes, and others as they are', () => {
  expect(toStillSet('/media/gate-1/stills/latest.jpg')).toBe(
    '/media/gate-1/stills/latest.jpg?width=800 800w, /media/gate-1/stills/latest.jpg 1920w',
  );
  expect(toStillSet('/media/gate-1/stills/20261123T051400Z.jpg')).toBeUndefined();
  expect(toStillSet('/sealed/gate-1/stills/latest.jpg')).toBeUndefined();
});

test('[MEDIA10] picks the small one for a phone, and the whole one for a wide place or another instant', () => {
  const newest = '/media/gate-1/stills/latest.jpg';
  expect(pickStill(newest, 390 * 3)).toBe(`${newest}?width=800`);
  expect(pickStill(newest, 1_280)).toBe(newest);
  expect(pickStill(`${newest}?before=2026-11-23T05:14:00.000Z`, 390)).toBe(`${newest}?before=2026-11-23T05:14:00.000Z`);
});
