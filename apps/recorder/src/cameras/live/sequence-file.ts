import { readFileIfThere, writeFileAtomic } from '../../storage/atomic-file.ts';

/** 2020-01-01: counted from here in quarter seconds, numbers stay below 2^31 until 2037. */
const epochMs = Date.UTC(2020, 0, 1);
const quarterMs = 250;
/** Numbers put by in one write: five hours of segments of 2 s. */
const reserved = 10_000;

/** Hours since then: where breaks are counted from when the file is gone. */
const hourMs = 3_600_000;
const reservedBreaks = 64;

/** Where a start goes on counting. Neither number was ever given before, nor a greater one (MEDIA2). */
export interface SequenceStart {
  segment: number;
  /**
   * For EXT-X-DISCONTINUITY-SEQUENCE. It must stay small: players keep arrays with one place per number
   * (hls.js 1.7 walked one of 870 million places at each playlist, 22 s of a frozen page).
   */
  breaks: number;
}

export interface SequenceFile {
  /** The first numbers of this start, also if the clock was set back. */
  start(nowMs: number): Promise<SequenceStart>;
  /** Puts more numbers by before the last one put by is used. */
  reserve(next: SequenceStart): Promise<void>;
}

/**
 * Where a camera's numbers go on. The clock runs faster than segments come, so it alone is nearly enough;
 * a site box without a battery starts in 1970, so what was given is kept too.
 */
export function createSequenceFile(path: string): SequenceFile {
  let limit: SequenceStart = { segment: 0, breaks: 0 };
  const write = async (next: SequenceStart): Promise<void> => {
    limit = { segment: next.segment + reserved, breaks: next.breaks + reservedBreaks };
    await writeFileAtomic(path, `${limit.segment} ${limit.breaks}\n`);
  };
  return {
    async start(nowMs) {
      const kept = parseKept((await readFileIfThere(path))?.toString('latin1') ?? '');
      const sinceMs = Math.max(0, nowMs - epochMs);
      const first = {
        segment: Math.max(Math.floor(sinceMs / quarterMs), kept.segment),
        breaks: Math.max(Math.floor(sinceMs / hourMs), kept.breaks),
      };
      await write(first);
      return first;
    },
    async reserve(next) {
      if (next.segment + reserved / 2 > limit.segment || next.breaks + reservedBreaks / 2 > limit.breaks)
        await write(next);
    },
  };
}

function parseKept(text: string): SequenceStart {
  const [segment = 0, breaks = 0] = text.trim().split(' ').map(Number);
  return { segment: Number.isSafeInteger(segment) ? segment : 0, breaks: Number.isSafeInteger(breaks) ? breaks : 0 };
}
