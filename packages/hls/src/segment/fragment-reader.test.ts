import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeClip, probe } from '../../tests/clip.ts';
import { MediaFault } from '../boxes/media-fault.ts';
import { createFragmentReader, type PipeEvent } from './fragment-reader.ts';

const limits = { maxBoxBytes: 4 * 1_048_576 };

function readInit(clip: Uint8Array) {
  const event = createFragmentReader(limits).push(clip)[0];
  if (event?.type !== 'init') throw new Error('the clip does not begin with an init');
  return event.init;
}

function readFragments(events: readonly PipeEvent[]) {
  return events.flatMap((event) => (event.type === 'fragment' ? [event.fragment] : []));
}

describe('fragment reader', () => {
  let clip: Buffer;
  beforeAll(async () => {
    clip = await makeClip();
  });

  it('reads codec, size and clock of an H.264 stream', () => {
    const init = readInit(clip);
    expect(init).toMatchObject({ width: 320, height: 180 });
    expect(init.setup.codec).toMatch(/^avc1\.42[0-9a-f]{4}$/);
    expect(init.setup.sequenceParameterSets).toHaveLength(1);
    expect(clip.subarray(0, init.bytes.byteLength).equals(init.bytes)).toBe(true);
  });

  it('reads the codec of an H.265 stream as RFC 6381 writes it', async () => {
    const init = readInit(await makeClip({ codec: 'hevc', seconds: 1 }));
    expect(init.setup.codec).toMatch(/^hvc1\.1\.6\.L\d+\.90$/);
    expect(init.setup.sequenceParameterSets).toHaveLength(1);
  });

  it('names H.265 as Safari wants it, and ffprobe reads every frame behind that name', async () => {
    const hevc = await makeClip({ codec: 'hevc', seconds: 1 });
    expect((await probe(hevc)).codec_tag_string).toBe('hev1');
    const init = readInit(Buffer.from(hevc));
    const renamed = Buffer.concat([init.bytes, hevc.subarray(init.bytes.byteLength)]);
    expect(await probe(renamed)).toMatchObject({ codec_name: 'hevc', codec_tag_string: 'hvc1', nb_read_frames: '25' });
  });

  it('reads fragments of several frames, each cut before a key frame', async () => {
    const fragments = readFragments(createFragmentReader(limits).push(await makeClip({ fragmentMs: 160 })));
    expect(fragments.reduce((sum, fragment) => sum + fragment.sampleCount, 0)).toBe(100);
    expect(Math.max(...fragments.map((fragment) => fragment.sampleCount))).toBe(4);
    const frameTicks = (fragments[0]?.durationTicks ?? 0) / 4;
    const starts = fragments.map((fragment) => fragment.decodeTicks / frameTicks);
    expect(
      fragments.filter((fragment) => fragment.keyframe).map((fragment) => fragment.decodeTicks / frameTicks),
    ).toEqual([0, 50]);
    for (const [index, fragment] of fragments.entries())
      expect((starts[index] ?? 0) + fragment.sampleCount).toBe(starts[index + 1] ?? 100);
  });

  it('reads time, length and key frames of every frame', () => {
    const init = readInit(clip);
    const fragments = readFragments(createFragmentReader(limits).push(clip));
    expect(fragments).toHaveLength(100);
    const frameTicks = init.timescale / 25;
    for (const [index, fragment] of fragments.entries()) {
      expect(fragment).toMatchObject({
        decodeTicks: index * frameTicks,
        durationTicks: frameTicks,
        sampleCount: 1,
        keyframe: index % 50 === 0,
      });
    }
  });

  it('says so when the camera changes its picture inside one stream', async () => {
    const other = await makeClip({ size: '640x360', seconds: 1 });
    const otherMedia = other.subarray(readInit(other).bytes.byteLength);
    const reader = createFragmentReader(limits);
    expect(reader.push(clip).some((event) => event.type === 'setup-changed')).toBe(false);
    expect(reader.push(otherMedia)[0]?.type).toBe('setup-changed');
  });

  it.each(['h264', 'hevc'] as const)(
    'says so when %s becomes another codec, before anything of that passes',
    async (codec) => {
      const media = async (one: 'h264' | 'hevc') => {
        const made = await makeClip({ codec: one, seconds: 1 });
        return { made, frames: made.subarray(readInit(made).bytes.byteLength) };
      };
      const [own, other] = [await media(codec), await media(codec === 'h264' ? 'hevc' : 'h264')];
      const reader = createFragmentReader(limits);
      expect(readFragments(reader.push(own.made))).toHaveLength(25);
      const [first] = reader.push(other.frames);
      expect(first?.type).toBe('setup-changed');
    },
  );

  it('takes units of a maker’s own for what they are where they come from the start', () => {
    const init = readInit(clip);
    const bytes = Buffer.from(clip);
    for (let at = bytes.indexOf('mdat'); at >= 0; at = bytes.indexOf('mdat', at + 4)) {
      bytes[at + 4 + init.setup.lengthBytes] = 0;
    }
    expect(readFragments(createFragmentReader(limits).push(bytes))).toHaveLength(100);
  });

  it('lets single frames pass that are merely damaged, in their place', () => {
    const init = readInit(clip);
    const bytes = Buffer.from(clip);
    // The type of the twentieth frame's first unit becomes one that nobody writes.
    let at = 0;
    for (let frame = 0; frame < 20; frame += 1) at = bytes.indexOf('mdat', at) + 4;
    bytes[at + init.setup.lengthBytes] = 0;
    const fragments = readFragments(createFragmentReader(limits).push(bytes));
    expect(fragments).toHaveLength(100);
    expect(fragments.map(({ decodeTicks }) => decodeTicks)).toEqual(
      fragments.map((_, index) => (index * init.timescale) / 25),
    );
  });

  it('answers a damaged stream with frames or a media fault, never another error', () => {
    const head = clip.subarray(0, 6_000);
    const damage = fc.array(fc.tuple(fc.nat(head.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = Buffer.from(head);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          createFragmentReader(limits).push(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(MediaFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});
