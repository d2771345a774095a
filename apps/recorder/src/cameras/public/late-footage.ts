import { createHash } from 'node:crypto';
import type { Polygon } from '@sitecast/contract';
import {
  createFragmentReader,
  cutSpans,
  joinSpans,
  sumSpans,
  type InitSegment,
  type MediaSegment,
  type SegmentRecord,
  type Span,
} from '@sitecast/hls';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { maskSegments, type MaskedPiece } from '../../ffmpeg/masked-segments.ts';
import type { Logger } from '../../platform/log.ts';
import { drawMaskPicture } from '../../privacy/mask-picture.ts';
import { drawMask } from '../../privacy/mask-raster.ts';
import { hourMs } from '../../storage/footage/footage-path.ts';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import { toRecordedSpan } from '../../storage/footage/recorded-spans.ts';
import type { LateList, LateSegment } from '../../storage/footage/late-list.ts';
import type { WorkQueue } from '../archive/work-queue.ts';
import { toInitId } from '../live/packager.ts';

/** Footage that a recorder at a site sends long after it was recorded, with the mask burned in, piece by piece. */
export interface LateFootage {
  open(): Promise<void>;
  /** A segment is on the disk, sealed. Resolves when that it is to be masked is, too. */
  add(segment: LateSegment): Promise<void>;
  /** What is not masked yet. */
  listWaiting(): Span[];
  /** Called about once a second: masks the next few, one batch at a time over all cameras. Never rejects. */
  work(): Promise<void>;
  /** Ends its ffmpeg; what is not masked yet is masked after the next start. */
  close(): Promise<void>;
}

/** `wait`: not now, it may be decided later; `never`: the public does not see that instant masked. */
export type LateVerdict = readonly Polygon[] | 'wait' | 'never';

export interface LateFootageDeps {
  ffmpeg: FfmpegCapabilities;
  list: LateList;
  sealed: Pick<FootageReader, 'listHour' | 'readSegment' | 'readInit'>;
  masked: Pick<FootageReader, 'listHour' | 'listRange'>;
  judge: (startMs: number) => LateVerdict;
  record: (segment: MediaSegment, initId: string) => Promise<boolean>;
  queue: WorkQueue;
  log: Logger;
}

/** A short ffmpeg is a turn for the next camera soon; a longer one starts less often. */
const mostAtOnce = 4;
/** A camera whose key frames are farther apart than this is not masked late: it would be decoded over and over. */
const mostLead = 8;
const mostWaiting = 50;
const seamMs = 5;

/** The run of masked footage, by that of its original: its segments follow one another as those did. */
const toMaskedRun = (run: string): string => createHash('sha256').update(`masked ${run}`).digest('hex').slice(0, 16);

export function createLateFootage(deps: LateFootageDeps): LateFootage {
  const stop = new AbortController();
  let working: Promise<void> | null = null;

  /** It was masked before, or came twice and was masked live the first time: no moment is there twice. */
  const isCovered = async (segment: LateSegment): Promise<boolean> => {
    const span = toRecordedSpan(segment);
    const records = await deps.masked.listRange(span.fromMs, span.toMs);
    return sumSpans(cutSpans(joinSpans(records.map(toRecordedSpan)), span)) > segment.durationMs / 2;
  };

  /** Segments of a run near one, in order. */
  const listRun = async ({ run, startMs }: LateSegment): Promise<SegmentRecord[]> => {
    const hour = startMs - (startMs % hourMs);
    const hours = await Promise.all([hour - hourMs, hour].map((at) => deps.sealed.listHour(at)));
    return hours
      .flat()
      .filter((one) => one.run === run)
      .sort((one, other) => one.startMs - other.startMs);
  };

  const follows = (before: SegmentRecord | undefined, next: SegmentRecord): boolean =>
    before?.initId === next.initId && Math.abs(before.startMs + before.durationMs - next.startMs) <= seamMs;

  /** From the key frame a segment needs to the last one that can be masked with it; null: there is no such key frame. */
  const pickBatch = async (first: LateSegment): Promise<{ lead: number; records: SegmentRecord[] } | null> => {
    const run = await listRun(first);
    const at = run.findIndex(({ startMs }) => startMs === first.startMs);
    let from = at;
    for (let record = run[from]; record && !record.independent; record = run[from]) {
      const before = run[from - 1];
      if (!before || !follows(before, record) || at - from >= mostLead) return null;
      from -= 1;
    }
    const waiting = new Set(
      deps.list
        .list()
        .filter(({ run: name }) => name === first.run)
        .map((one) => one.startMs),
    );
    let to = at;
    for (let next = run[to + 1]; next && to - at + 1 < mostAtOnce; next = run[to + 1]) {
      if (!follows(run[to], next) || !waiting.has(next.startMs)) break;
      to += 1;
    }
    return at < 0 ? null : { lead: at - from, records: run.slice(from, to + 1) };
  };

  const read = async (records: readonly SegmentRecord[]): Promise<{ init: InitSegment; segments: Buffer[] } | null> => {
    const bytes = await deps.sealed.readInit(records[0]?.initId ?? '');
    const event = bytes && createFragmentReader({ maxBoxBytes: bytes.byteLength }).push(bytes)[0];
    const segments = await Promise.all(records.map(({ run, startMs }) => deps.sealed.readSegment(run, startMs)));
    const whole = segments.filter((one) => one !== null);
    return event?.type === 'init' && whole.length === records.length ? { init: event.init, segments: whole } : null;
  };

  const mask = async (
    { lead, records }: { lead: number; records: SegmentRecord[] },
    areas: readonly Polygon[],
  ): Promise<MaskedPiece[]> => {
    const source = await read(records);
    if (!source) return [];
    const { width, height } = source.init;
    const picture = drawMaskPicture(drawMask(areas, width, height), width, height);
    const pieces = await maskSegments(source, picture, { ffmpeg: deps.ffmpeg, signal: stop.signal });
    return pieces.slice(lead);
  };

  /** Keeps one piece; `false`: the disk did not take it. Asked again: another mask may have come into force, or the camera moved. */
  const keep = async (record: SegmentRecord, piece: MaskedPiece, areas: readonly Polygon[]): Promise<boolean> => {
    const { startMs, durationMs } = record;
    const run = toMaskedRun(record.run);
    if (JSON.stringify(deps.judge(startMs)) !== JSON.stringify(areas)) return false;
    if (await isCovered(record)) return true;
    const segment: MediaSegment = {
      ...{ run, startMs, durationMs, init: piece.init, bytes: piece.bytes, lengthBytes: piece.bytes.byteLength },
      ...{ isRecorded: false, parts: [], frames: piece.frames, independent: piece.independent },
    };
    return deps.record(segment, toInitId(piece.init));
  };

  /** Segments that are masked, or never will be. */
  const workOn = async (first: LateSegment, areas: readonly Polygon[]): Promise<LateSegment[]> => {
    if (await isCovered(first)) return [first];
    const batch = await pickBatch(first);
    if (!batch) return [first];
    const pieces = await mask(batch, areas);
    if (pieces.length === 0) return [first];
    const done: LateSegment[] = [];
    for (const [index, record] of batch.records.slice(batch.lead).entries()) {
      const piece = pieces[index];
      if (!piece || !(await keep(record, piece, areas))) break;
      done.push(record);
    }
    return done;
  };

  /** The first that may be masked now, and how; null: there is none, or it is not yet known. */
  const findNext = async (): Promise<{ segment: LateSegment; areas: readonly Polygon[] } | null> => {
    let waiting = 0;
    for (const segment of deps.list.list()) {
      const verdict = deps.judge(segment.startMs);
      // One may be too young, and those behind it not; where all wait, no night of them is gone through each second.
      if (verdict === 'wait' && (waiting += 1) > mostWaiting) return null;
      if (verdict === 'wait') continue;
      if (verdict !== 'never') return { segment, areas: verdict };
      await deps.list.remove(segment);
    }
    return null;
  };

  /** `false`: there is nothing that could be done now. */
  const workOnce = async (): Promise<boolean> => {
    const next = await findNext();
    if (!next) return false;
    const done = await workOn(next.segment, next.areas).catch((error: unknown) => {
      if (stop.signal.aborted) return [];
      // What cannot be decoded stays sealed, so that the rest is not kept waiting for it.
      deps.log.warn({ err: error }, 'late footage could not be masked and stays sealed');
      return [next.segment];
    });
    for (const one of done) await deps.list.remove(one);
    return done.length > 0;
  };

  const workOff = async (): Promise<void> => {
    try {
      while (!stop.signal.aborted && deps.list.size > 0 && (await deps.queue.run(workOnce)));
    } catch (error) {
      deps.log.warn({ err: error }, 'late footage is masked later');
    }
  };

  return {
    open: () => deps.list.open(),
    add: (segment) => deps.list.add(segment),
    listWaiting: () => deps.list.list().map(toRecordedSpan),
    work() {
      working ??= workOff().finally(() => (working = null));
      return working;
    },
    async close() {
      stop.abort();
      await working;
    },
  };
}
