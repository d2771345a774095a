import { readFileIfThere, writeFileAtomic } from '../../storage/atomic-file.ts';

/** 2020-01-01: counted from here in quarter seconds, numbers stay below 2^31 until 2037. */
const epochMs = Date.UTC(2020, 0, 1);
const quarterMs = 250;
/** Numbers put by in one write: five hours of segments of 2 s. */
const reserved = 10_000;

export interface SequenceFile {
  /** The first number of this start: above every number ever given (MEDIA2), also if the clock was set back. */
  start(nowMs: number): Promise<number>;
  /** Puts more numbers by before the last one put by is used. */
  reserve(next: number): Promise<void>;
}

/**
 * Where a camera's media sequence goes on. The clock runs faster than segments come, so it alone is nearly enough;
 * a site box without a battery starts in 1970, so what was given is kept too.
 */
export function createSequenceFile(path: string): SequenceFile {
  let limit = 0;
  const write = async (next: number): Promise<void> => {
    limit = next + reserved;
    await writeFileAtomic(path, `${limit}\n`);
  };
  return {
    async start(nowMs) {
      const kept = Number((await readFileIfThere(path))?.toString('latin1') ?? 0);
      const byClock = Math.max(0, Math.floor((nowMs - epochMs) / quarterMs));
      const first = Math.max(byClock, Number.isSafeInteger(kept) ? kept : 0);
      await write(first);
      return first;
    },
    async reserve(next) {
      if (next + reserved / 2 > limit) await write(next);
    },
  };
}
