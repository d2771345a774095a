import type { PlaylistSegment } from '../playlist/playlist-line.ts';

/** One line of an hour's index: where a segment lies in the hour's file. */
export interface SegmentRecord extends PlaylistSegment {
  offset: number;
  lengthBytes: number;
  independent: boolean;
}

// The init's id stands last and has a fixed length: a line torn anywhere by a crash never looks whole. The letter stands
// first: neither does a torn one with the next grown onto it.
const line = /^s (\d{1,15}) (\d{1,7}) (\d{1,12}) (\d{1,10}) ([a-z0-9]{16}) ([01]) ([a-f0-9]{16})$/;

/** The line of a record, with its line feed. */
export function writeSegmentRecord(record: SegmentRecord): string {
  const { startMs, durationMs, offset, lengthBytes, run, independent, initId } = record;
  return `s ${startMs} ${durationMs} ${offset} ${lengthBytes} ${run} ${independent ? 1 : 0} ${initId}\n`;
}

/** The records of an index. A torn or foreign line is skipped: footage it would have named is lost, nothing else. */
export function parseSegmentIndex(text: string): SegmentRecord[] {
  const records: SegmentRecord[] = [];
  const lines = text.split('\n');
  lines.pop();
  for (const candidate of lines) {
    const fields = line.exec(candidate);
    if (!fields) continue;
    const [, startMs, durationMs, offset, lengthBytes, run = '', independent, initId = ''] = fields;
    records.push({
      startMs: Number(startMs),
      durationMs: Number(durationMs),
      offset: Number(offset),
      lengthBytes: Number(lengthBytes),
      run,
      independent: independent === '1',
      initId,
    });
  }
  return records;
}
