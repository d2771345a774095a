import type { MediaSegment } from '@sitecast/hls';
import type { Logger } from '../../platform/log.ts';
import type { FootageWriter } from '../../storage/footage/footage-writer.ts';

export interface FootageRecorder {
  /** Queues a segment for the disk. Never throws and never waits: live does not depend on the disk. */
  record(segment: MediaSegment, initId: string): void;
  /** Start of the oldest segment kept, or null. */
  recordedFromMs: number | null;
  close(): Promise<void>;
}

/** A disk this far behind hangs; holding more of it in memory would take the live picture down too. */
const maxWaiting = 15;

/** Writes a camera's segments one after the other while there is room. */
export function createFootageRecorder(
  writer: FootageWriter,
  options: { log: Logger; hasRoom: () => boolean; diskFailed: () => void },
): FootageRecorder {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();

  const write = async (segment: MediaSegment, initId: string): Promise<void> => {
    try {
      const { startMs } = await writer.append(segment, initId);
      recorder.recordedFromMs = Math.min(recorder.recordedFromMs ?? startMs, startMs);
    } catch (error) {
      options.log.error({ err: error }, 'a segment could not be recorded');
      options.diskFailed();
    } finally {
      waiting -= 1;
    }
  };

  const recorder: FootageRecorder = {
    recordedFromMs: null,
    record(segment, initId) {
      if (!options.hasRoom()) return;
      if (waiting >= maxWaiting) {
        options.log.error('the disk is too slow, a segment is not recorded');
        return;
      }
      waiting += 1;
      last = last.then(() => write(segment, initId));
    },
    async close() {
      await last;
      await writer.close();
    },
  };
  return recorder;
}
