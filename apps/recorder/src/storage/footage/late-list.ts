import { createLineLog } from '../archive/line-log.ts';

/** A segment by its name. */
export interface LateSegment {
  run: string;
  startMs: number;
  durationMs: number;
}

/** Segments that something is still to be done with, also after a crash. */
export interface LateList {
  open(): Promise<void>;
  readonly size: number;
  /** In the order they came. */
  list(): readonly LateSegment[];
  /** Resolves when it is written through to the disk; one that is there already is one effect. */
  add(segment: LateSegment): Promise<void>;
  /** It is done with. After a crash it may be there once more. */
  remove(segment: LateSegment): Promise<void>;
}

const toLine = ({ run, startMs, durationMs }: LateSegment): string => `${run} ${startMs} ${durationMs}`;
const lineForm = /^([a-z0-9]{16}) (\d{1,15}) (\d{1,5})$/;
/** Lines of what is done with may stay until there are so many. */
const mostDone = 500;

/** One small file: a line for each, written anew when many are done with. */
export function createLateList(path: string): LateList {
  const log = createLineLog(path);
  const segments = new Map<string, LateSegment>();
  let done = 0;
  let last: Promise<void> = Promise.resolve();

  const queue = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  return {
    async open() {
      for (const line of await log.read()) {
        const [, run, start, duration] = lineForm.exec(line) ?? [];
        if (run === undefined) continue;
        segments.set(`${run} ${start}`, { run, startMs: Number(start), durationMs: Number(duration) });
      }
    },
    get size() {
      return segments.size;
    },
    list: () => [...segments.values()],
    add(segment) {
      const name = `${segment.run} ${segment.startMs}`;
      if (segments.has(name)) return last;
      segments.set(name, segment);
      return queue(() => log.append([toLine(segment)]));
    },
    remove(segment) {
      segments.delete(`${segment.run} ${segment.startMs}`);
      done += 1;
      if (done < mostDone && segments.size > 0) return last;
      done = 0;
      return queue(() => log.replace([...segments.values()].map(toLine)));
    },
  };
}
