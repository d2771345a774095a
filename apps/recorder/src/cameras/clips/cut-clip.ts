import { rm } from 'node:fs/promises';
import { isBreak, toInitAddress, type SegmentRecord } from '@sitecast/hls';
import { copyRun, joinRuns, type ClipTags } from '../../ffmpeg/clip.ts';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';

/** Cutting is most of the work, joining the rest. */
const cuttingShare = 0.9;

/**
 * Cuts a clip out of recorded segments without encoding: each run is copied to a file of its own, then all are joined.
 * `progress` is told shares from 0 to 1. Rejects when a part is missing, ffmpeg fails or `signal` is given up; what it
 * wrote beside the target is removed.
 */
export async function cutClip(
  job: {
    footage: FootageReader;
    records: readonly SegmentRecord[];
    target: string;
    tags: ClipTags;
    ffmpegPath: string;
  },
  progress: (share: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { footage, records, target, tags, ffmpegPath } = job;
  const runs = splitRuns(records);
  const files = runs.map((_, index) => `${target}.${index}.run`);
  let done = 0;

  const readPieces = async function* (run: readonly SegmentRecord[]): AsyncGenerator<Buffer> {
    const [first] = run;
    const init = first && (await footage.readInit(first.initId));
    if (!first || !init) throw new Error(`${toInitAddress(first?.initId ?? '')} is not kept`);
    yield init;
    for (const { run: name, startMs } of run) {
      const bytes = await footage.readSegment(name, startMs);
      if (!bytes) throw new Error('a segment went while it was copied');
      yield bytes;
      done += 1;
      progress((done / records.length) * cuttingShare);
    }
  };

  try {
    for (const [index, run] of runs.entries()) {
      await copyRun(ffmpegPath, readPieces(run), files[index] ?? target, signal);
    }
    await joinRuns(ffmpegPath, files, tags, target, signal);
    progress(1);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }
}

/** Runs whose segments touch: each has a time line of its own. */
function splitRuns(records: readonly SegmentRecord[]): SegmentRecord[][] {
  const runs: SegmentRecord[][] = [];
  for (const [index, record] of records.entries()) {
    const before = records[index - 1];
    if (!before || isBreak(before, record)) runs.push([]);
    runs.at(-1)?.push(record);
  }
  return runs;
}

/** The records of a clip: those of the first codec setup, because one file holds one. */
export function keepOneSetup(records: readonly SegmentRecord[]): SegmentRecord[] {
  const change = records.findIndex(({ initId }) => initId !== records[0]?.initId);
  return change < 0 ? [...records] : records.slice(0, change);
}
