import { describe, expect, it } from 'vitest';
import { findNewestPicture } from './newest-picture.ts';

const head = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-MAP:URI="a1/init.mp4"'];
const date = '#EXT-X-PROGRAM-DATE-TIME:2026-11-23T11:00:00.000Z';
const at = (s: number): number => Date.parse('2026-11-23T11:00:00.000Z') + s * 1_000;

describe('the newest picture of a live playlist', () => {
  it('is its last segment, at its own date', () => {
    const list = [...head, date, '#EXTINF:2.000,', 'r/1.m4s', '#EXTINF:2.500,', 'r/2.m4s', ''].join('\n');
    expect(findNewestPicture(list)).toEqual({ initAddress: 'a1/init.mp4', address: 'r/2.m4s', atMs: at(2) });
  });

  it('is the last part that can be decoded alone, where parts are named', () => {
    const parts = [
      '#EXT-X-PART:DURATION=0.340,URI="r/2.0.m4s",INDEPENDENT=YES',
      '#EXT-X-PART:DURATION=0.340,URI="r/2.1.m4s"',
    ];
    const open = ['#EXT-X-PART:DURATION=0.340,URI="r/3.0.m4s",INDEPENDENT=YES'];
    const list = [...head, date, '#EXTINF:2,', 'r/1.m4s', ...parts, '#EXTINF:2,', 'r/2.m4s', ...open].join('\n');
    expect(findNewestPicture(list)).toEqual({ initAddress: 'a1/init.mp4', address: 'r/3.0.m4s', atMs: at(4) });
    const closed = [...head, date, '#EXTINF:2,', 'r/1.m4s', ...parts, '#EXTINF:2,', 'r/2.m4s', ''].join('\n');
    expect(findNewestPicture(closed)).toMatchObject({ address: 'r/2.0.m4s', atMs: at(2) });
  });

  it('follows a break: another init, another date', () => {
    const after = ['#EXT-X-DISCONTINUITY', '#EXT-X-MAP:URI="b2/init.mp4"', date.replace('11:00', '12:00')];
    const list = [...head, date, '#EXTINF:2,', 'r/1.m4s', ...after, '#EXTINF:2,', 's/9.m4s'].join('\n');
    expect(findNewestPicture(list)).toEqual({ initAddress: 'b2/init.mp4', address: 's/9.m4s', atMs: at(3_600) });
  });

  it('is none where nothing is listed, or nothing is dated', () => {
    expect(findNewestPicture('')).toBeNull();
    expect(findNewestPicture([...head, '#EXTINF:2,', 'r/1.m4s'].join('\n'))).toBeNull();
  });
});
