import { z } from 'zod';
import { readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';

/** Segments that begin here are owed to the centre. */
const gapSchema = z.strictObject({ fromMs: z.int().min(0), toMs: z.int().min(0) });
export type Gap = z.infer<typeof gapSchema>;

const storedSchema = z.strictObject({
  /** What begins from here on was not acknowledged, whatever the gaps say. */
  headMs: z.int().min(0),
  /** In order of time. */
  gaps: z.array(gapSchema),
  /** Stills up to here were acknowledged. */
  stillsMs: z.int().min(0),
});

/** What the centre has acknowledged of one camera. */
export interface Cursor {
  /** Reads it; what was recorded since it was written, or was never sent, is owed. */
  open(nowMs: number): Promise<void>;
  /** A segment waits to be sent or is on its way. */
  pend(startMs: number): void;
  /** It was acknowledged. */
  acknowledge(startMs: number): void;
  /** It was not: it is owed. */
  owe(startMs: number): void;
  readonly gaps: readonly Gap[];
  /** Nothing that begins in this stretch is owed any more. */
  fill(stretch: Gap): void;
  stillsMs: number;
  /** Writes it through to the disk, where it changed. */
  save(): Promise<void>;
}

/** More cuts than that are counted as longer ones: what is sent twice is one effect. */
const mostGaps = 200;

/** One small file, always behind the truth and never ahead: after a crash something may be sent again, nothing is left out. */
export function createCursor(path: string): Cursor {
  const pending = new Set<number>();
  let headMs = 0;
  let gaps: Gap[] = [];
  /** The last gap still grows: nothing was acknowledged since. */
  let isCut = false;
  let stillsMs = 0;
  let saved = '';

  const settle = (startMs: number): void => {
    pending.delete(startMs);
    headMs = Math.max(headMs, startMs + 1);
  };

  const write = async (): Promise<void> => {
    const text = `${JSON.stringify({ headMs: Math.min(headMs, ...pending), gaps, stillsMs })}\n`;
    if (text === saved) return;
    await writeFileAtomic(path, text);
    saved = text;
  };
  let last: Promise<void> = Promise.resolve();

  return {
    async open(nowMs) {
      saved = (await readFileIfThere(path))?.toString('utf8') ?? '';
      const stored = readStored(saved);
      gaps = stored.gaps;
      stillsMs = stored.stillsMs;
      headMs = Math.max(stored.headMs, nowMs);
      if (nowMs > stored.headMs) gaps = [...gaps, { fromMs: stored.headMs, toMs: nowMs }];
    },
    pend: (startMs) => void pending.add(startMs),
    acknowledge(startMs) {
      settle(startMs);
      isCut = false;
    },
    owe(startMs) {
      settle(startMs);
      const gap = gaps.at(-1);
      if (gap && ((isCut && startMs >= gap.fromMs) || gaps.length >= mostGaps)) {
        gap.fromMs = Math.min(gap.fromMs, startMs);
        gap.toMs = Math.max(gap.toMs, startMs + 1);
      } else {
        gaps.push({ fromMs: startMs, toMs: startMs + 1 });
        gaps.sort((one, other) => one.fromMs - other.fromMs);
      }
      isCut = true;
    },
    get gaps() {
      return gaps;
    },
    fill({ fromMs, toMs }) {
      gaps = gaps
        .flatMap((gap) => [
          { fromMs: gap.fromMs, toMs: Math.min(gap.toMs, fromMs) },
          { fromMs: Math.max(gap.fromMs, toMs), toMs: gap.toMs },
        ])
        .filter((gap) => gap.fromMs < gap.toMs);
    },
    get stillsMs() {
      return stillsMs;
    },
    set stillsMs(atMs) {
      stillsMs = atMs;
    },
    save() {
      last = last.then(write, write);
      return last;
    },
  };
}

/** A file that cannot be read counts as none: everything is sent again. */
function readStored(text: string): z.infer<typeof storedSchema> {
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    return { headMs: 0, gaps: [], stillsMs: 0 };
  }
}
