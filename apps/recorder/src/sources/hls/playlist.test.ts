import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { rewritePlaylist, type Resource } from './playlist.ts';

const base = 'https://secret-host.example.com/live/index.m3u8';

function rewrite(text: string) {
  const named: Resource[] = [];
  const playlist = rewritePlaylist(text, base, (resource) => `r${named.push(resource)}`);
  return { playlist, named };
}

const toMedia = (text: string) => {
  const { playlist, named } = rewrite(text);
  if (playlist.kind !== 'media') throw new Error(playlist.kind);
  return { ...playlist, named };
};

describe('a playlist for ffmpeg', () => {
  it('[CTRL2] holds nothing of the source but times and numbers, whatever the source writes', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '#EXTINF:2.0,secret title',
        '#EXT-X-DISCONTINUITY',
        'a.ts',
        '../b.ts?secret=1',
        '//other.example.com/c.ts',
      ),
      fc.constantFrom(
        '#EXT-X-MAP:URI="secret.mp4"',
        '#EXT-X-PART:URI="secret.m4s",DURATION=1',
        '#EXT-X-BYTERANGE:100@0',
      ),
      fc.constantFrom(
        '#EXT-X-KEY:METHOD=AES-128,URI="secret.key"',
        '#EXT-X-KEY:METHOD=NONE',
        '#EXT-X-PRELOAD-HINT:URI="secret"',
      ),
      fc.constantFrom('#EXT-X-MEDIA:URI="secret.m3u8"', '#EXT-X-DATERANGE:ID="secret"', '#EXT-X-DEFINE:NAME="secret"'),
      fc.string().map((text) => `#EXT-X-${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
        const { playlist } = rewrite(['#EXTM3U', ...lines].join('\n'));
        if (playlist.kind !== 'media') return;
        expect(playlist.text).not.toMatch(/secret|example/);
        for (const one of playlist.text.trim().split('\n')) {
          expect(one).toMatch(/^(#EXTM3U|#EXT(?:INF|-X-[A-Z-]+)(?::[\w.,:+"=-]*)?|r\d+\.(?:ts|m4s))$/);
        }
      }),
    );
  });

  it('keeps order, durations, breaks and numbers', () => {
    const text =
      '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:17\n#EXTINF:4.000,x\na.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:3.5\nb.ts\n';
    const media = toMedia(text);
    expect(media.text.split('\n')).toEqual([
      ...[
        '#EXTM3U',
        '#EXT-X-VERSION:7',
        '#EXT-X-TARGETDURATION:4',
        '#EXT-X-MEDIA-SEQUENCE:17',
        '#EXTINF:4.000,',
        'r1.ts',
      ],
      ...['#EXT-X-DISCONTINUITY', '#EXTINF:3.5,', 'r2.ts', ''],
    ]);
    expect(media.targetMs).toBe(4_000);
    expect(media.named.map((one) => one.url)).toEqual(['a.ts', 'b.ts'].map((name) => new URL(name, base).href));
  });

  it('works out byte ranges, also those that go on where the last one ended', () => {
    const text = [
      ...[
        '#EXTM3U',
        '#EXT-X-MAP:URI="all.mp4",BYTERANGE="700@0"',
        '#EXTINF:1,',
        '#EXT-X-BYTERANGE:1000@700',
        'all.mp4',
      ],
      ...['#EXTINF:1,', '#EXT-X-BYTERANGE:500', 'all.mp4', '#EXTINF:1,', 'whole.mp4'],
    ].join('\n');
    expect(toMedia(text).named.map((one) => one.range)).toEqual([
      { offset: 0, length: 700 },
      { offset: 700, length: 1_000 },
      { offset: 1_700, length: 500 },
      null,
    ]);
  });

  it('works out the vector of a sealed segment, given or by its number', () => {
    const text = [
      ...[
        '#EXTM3U',
        '#EXT-X-MEDIA-SEQUENCE:258',
        '#EXT-X-KEY:METHOD=AES-128,URI="k"',
        '#EXTINF:1,',
        'a.ts',
        '#EXTINF:1,',
      ],
      ...[
        'b.ts',
        '#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0xAB',
        '#EXTINF:1,',
        'c.ts',
        '#EXT-X-KEY:METHOD=NONE',
        '#EXTINF:1,',
        'd.ts',
      ],
    ].join('\n');
    const vectors = toMedia(text).named.map((one) => one.key?.vector.toString('hex').replace(/^0+/, '') ?? null);
    expect(vectors).toEqual(['102', '103', 'ab', null]);
  });
});
