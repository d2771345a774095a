import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Refusal } from '@sitecast/contract';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ffmpegPath } from '../../../tests/clip.ts';
import { parseSentSegment } from './sent-segment.ts';

const name = { run: 'a'.repeat(16), startMs: 1_000_000, durationMs: 1_000 };

describe('[EDGE5] a segment that was sent', () => {
  let good: Uint8Array;
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(
      ffmpegPath,
      [
        ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=25:duration=1', '-c:v', 'libx264'],
        ...['-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-f', 'mp4'],
        ...['-movflags', 'empty_moov+default_base_moof+skip_trailer+frag_keyframe', '-'],
      ],
      { encoding: 'buffer', maxBuffer: 16 * 1_048_576 },
    );
    good = new Uint8Array(stdout);
  });

  it('is read with its setup, its length and its first frame', () => {
    const { segment, initId } = parseSentSegment(good, name);
    expect(initId).toMatch(/^[a-f0-9]{16}$/);
    expect(segment).toMatchObject({ ...name, frames: 25, independent: true });
    expect(segment.init.bytes.byteLength + segment.lengthBytes).toBe(good.byteLength);
  });

  it('is a segment or a refusal, whatever is done to its bytes', () => {
    let refused = 0;
    const parse = (bytes: Uint8Array): void => {
      try {
        expect(parseSentSegment(bytes, name).segment.frames).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(Refusal);
        refused += 1;
      }
    };
    const damage = fc.array(fc.tuple(fc.nat(1_500), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = good.slice();
        for (const [at, value] of changes) bytes[at] = value;
        parse(bytes);
      }),
      { numRuns: 3_000 },
    );
    fc.assert(
      fc.property(fc.nat(good.byteLength - 1), (length) => parse(good.slice(0, length))),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), parse), { numRuns: 300 });
    expect(refused).toBeGreaterThan(600);
  });
});
