import { stat } from 'node:fs/promises';
import { unlessMissing } from '../atomic-file.ts';

/** How long files are that only grow while the program runs. */
export interface SeenLengths {
  /** Whether a file has so many bytes; false where it is not there. */
  reaches(path: string, bytes: number): Promise<boolean>;
}

const keptFiles = 6;

/** Looks at a file again only when more of it is asked for than was there: to ask each time is a tenth of a segment's cost. */
export function createSeenLengths(): SeenLengths {
  const seen = new Map<string, number>();
  return {
    async reaches(path, bytes) {
      if ((seen.get(path) ?? 0) >= bytes) return true;
      const size = (await unlessMissing(stat(path)))?.size ?? 0;
      seen.delete(path);
      seen.set(path, size);
      const [oldest] = seen.keys();
      if (seen.size > keptFiles && oldest !== undefined) seen.delete(oldest);
      return size >= bytes;
    },
  };
}
