import { expect, it } from 'vitest';
import { createDiscontinuityBase } from './discontinuity-base.ts';

const playlist = (sequence: number) =>
  `#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-DISCONTINUITY-SEQUENCE:${sequence}\n#EXTINF:2,\n1.m4s\n`;

it('counts discontinuities from the first playlist and leaves the rest as it is', () => {
  const rebase = createDiscontinuityBase();
  expect(rebase(playlist(870_339_808))).toBe(playlist(0));
  expect(rebase(playlist(870_339_808))).toBe(playlist(0));
  expect(rebase(playlist(870_339_811))).toBe(playlist(3));
  expect(rebase('#EXTM3U\n#EXTINF:2,\n1.m4s\n')).toBe('#EXTM3U\n#EXTINF:2,\n1.m4s\n');
});

it('begins anew where the source does', () => {
  const rebase = createDiscontinuityBase();
  rebase(playlist(50));
  expect(rebase(playlist(2))).toBe(playlist(0));
  expect(rebase(playlist(3))).toBe(playlist(1));
});
