import type { Box } from '../boxes/box.ts';
import { createBoxSplitter } from '../boxes/box-splitter.ts';
import { parseFragment } from '../boxes/fragment.ts';
import { parseInitSegment, type InitSegment } from '../boxes/init-segment.ts';
import { MediaFault } from '../boxes/media-fault.ts';
import { findParameterSet, hasForeignUnit, isSameSet } from '../boxes/parameter-set.ts';
import type { TimedFragment } from './media-segment.ts';

/** What a pipe of fragmented MP4 says, in order. `setup-changed`: the init no longer fits; start the source anew. */
export type PipeEvent =
  { type: 'init'; init: InitSegment } | { type: 'fragment'; fragment: TimedFragment } | { type: 'setup-changed' };

export interface FragmentReader {
  /** Throws MediaFault where the bytes cannot be used; the reader is of no use afterwards. */
  push(chunk: Uint8Array): PipeEvent[];
}

/** In a row: one damaged byte must not end a run. */
const foreignToChange = 3;
/** Fragments that say that a source writes as others do. */
const cleanToJudge = 8;

/** Reads one run of ffmpeg's pipe: `ftyp moov (moof mdat)*`, one video track. */
export function createFragmentReader(options: { maxBoxBytes: number }): FragmentReader {
  const splitter = createBoxSplitter(options);
  let ftyp: Box | null = null;
  let init: InitSegment | null = null;
  let moof: Box | null = null;
  let knownSet: Uint8Array | null = null;
  /** Fragments that look like another codec, held back until it is known whether they were merely damaged. */
  let doubtful: PipeEvent[] = [];
  let clean = 0;
  /** It writes so from the start: a maker's own units are no change, and it must not be begun anew for ever. */
  let isOwnWay = false;

  const hasChanged = (mdat: Box, sampleBytes: number, current: InitSegment): boolean => {
    const set = findParameterSet(mdat, sampleBytes, current);
    if (!set) return false;
    // Compared with the first one in the stream, not with the init: a camera whose SDP differs from its stream
    // for ever must not be restarted for ever.
    const isChange = knownSet !== null && !isSameSet(set, knownSet);
    knownSet = set;
    return isChange;
  };

  const readMedia = (mdat: Box): PipeEvent[] => {
    if (!moof || !init) throw new MediaFault('box-malformed', 'mdat without moof');
    const times = parseFragment(moof, init);
    const chunks = [moof.bytes, mdat.bytes];
    moof = null;
    if (!times) return [];
    if (times.keyframe && hasChanged(mdat, times.firstSampleBytes, init)) return [{ type: 'setup-changed' }];
    const { decodeTicks, durationTicks, sampleCount, keyframe } = times;
    const event: PipeEvent = {
      type: 'fragment',
      fragment: { chunks, decodeTicks, durationTicks, sampleCount, keyframe },
    };
    if (isOwnWay || !hasForeignUnit(mdat, init)) clean += 1;
    else if (clean < cleanToJudge) isOwnWay = true;
    else {
      doubtful.push(event);
      return doubtful.length >= foreignToChange ? [{ type: 'setup-changed' }] : [];
    }
    const events = [...doubtful, event];
    doubtful = [];
    return events;
  };

  const read = (box: Box): PipeEvent[] => {
    switch (box.type) {
      case 'ftyp':
        ftyp = box;
        return [];
      case 'moov':
        if (!ftyp) throw new MediaFault('box-malformed', 'moov without ftyp');
        init = parseInitSegment(ftyp, box);
        return [{ type: 'init', init }];
      case 'moof':
        moof = box;
        return [];
      case 'mdat':
        return readMedia(box);
      default:
        return [];
    }
  };

  return { push: (chunk) => splitter.push(chunk).flatMap(read) };
}
