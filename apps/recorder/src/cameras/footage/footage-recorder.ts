import type { MediaSegment } from '@sitecast/hls';
import type { Logger } from '../../platform/log.ts';
import type { FootageWriter } from '../../storage/footage/footage-writer.ts';

export interface FootageRecorder {
  /**
   * Queues a segment for the disk: live does not depend on the disk. Resolves when it is there (`true`) or will never be;
   * never rejects.
   */
  record(segment: MediaSegment, initId: string): Promise<boolean>;
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
  let last: Promise<unknown> = Promise.resolve();

  const write = async (segment: MediaSegment, initId: string): Promise<boolean> => {
    try {
      const { startMs } = await writer.append(segment, initId);
      segment.isRecorded = true;
      recorder.recordedFromMs = Math.min(recorder.recordedFromMs ?? startMs, startMs);
      return true;
    } catch (error) {
      options.log.error({ err: error }, 'a segment could not be recorded');
      options.diskFailed();
      return false;
    } finally {
      waiting -= 1;
    }
  };

  const recorder: FootageRecorder = {
    recordedFromMs: null,
    record(segment, initId) {
      if (!options.hasRoom()) return Promise.resolve(false);
      if (waiting >= maxWaiting) {
        options.log.error('the disk is too slow, a segment is not recorded');
        return Promise.resolve(false);
      }
      waiting += 1;
      const written = last.then(() => write(segment, initId));
      last = written;
      return written;
    },
    async close() {
      await last;
      await writer.close();
    },
  };
  return recorder;
}
