import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ArchiveRules, Pin, RecorderCameraConfig } from '@sitecast/contract';
import type { InitSegment, OpenSegment, Span, TimedFragment } from '@sitecast/hls';
import { findSpan, findSpanOfSegment, toSpans, type OpenSpan } from '../../privacy/public-span.ts';
import { createLateList, type LateSegment } from '../../storage/footage/late-list.ts';
import type { WorkQueue } from '../archive/work-queue.ts';
import { createLiveEdge } from '../live/live-edge.ts';
import type { PackagedSegment } from '../live/packager.ts';
import { createSequenceFile } from '../live/sequence-file.ts';
import { createDelayedEdge, type DelayedEdge } from './delayed-edge.ts';
import type { Edition } from './edition.ts';
import { createLateFootage } from './late-footage.ts';
import { createLateStills } from './late-stills.ts';
import { createMaskedArchive, toMaskedFolders, type MaskedEditionOptions } from './masked-edition.ts';
import type { MaskedStream } from './masked-stream.ts';
import { createPublicLive } from './public-live.ts';
import { createPublicFootage, type PublicTime } from './public-footage.ts';
import { createPublicStills } from './public-stills.ts';

/** What of a camera is public, decided anew at every look. Whatever is not allowed is not there. */
export interface PublicEdition extends Edition {
  /** Whether the public may see anything of it now. */
  readonly isOpen: boolean;
  /** Changes whenever what is public changes: an edge that keeps it in its keys forgets all it had. */
  readonly epoch: string;
  /** The same without the public's delay, for those who are granted it. */
  readonly undelayed: Edition;
  start(): Promise<void>;
  /** The camera's own stream, as it comes. */
  init(init: InitSegment): void;
  fragment(fragment: TimedFragment, arrivalMs: number): void;
  /** What is coming in of the camera's own. */
  extend(open: OpenSegment | null): void;
  breakRun(): void;
  /** A segment of the camera's own is whole. */
  segment(packaged: PackagedSegment): void;
  /** A still of the camera's own that came long after it was taken. Rejects where it could not be masked. */
  lateStill(atMs: number, jpeg: Uint8Array): Promise<void>;
  /** A segment of the camera's own that came long after it was recorded and is on the disk: where it must be, it is masked. */
  lateSegment(segment: LateSegment): Promise<void>;
  /** What of it came late and is not masked yet. */
  listUnmasked(): Span[];
  /** Called about once a second, and after each change of the configuration. */
  settle(): Promise<void>;
  /** Thins the masked stills as the others are thinned; answers how many went. */
  thin(rules: ArchiveRules, pins: readonly Pin[], nowMs: number): Promise<number>;
  close(): Promise<void>;
}

export interface PublicEditionDeps extends Omit<MaskedEditionOptions, 'packaged' | 'extended'> {
  camera: string;
  config: RecorderCameraConfig;
  sealed: Edition;
  /** How long the source lets wait. */
  pauseMs: () => number;
  /** The picture is not the one the mask was drawn on. */
  hasMoved: () => boolean;
  /** It is on its way to another view. */
  isTurning: () => boolean;
  /** It came back so lately that nobody can say yet whether it moved meanwhile. */
  isFresh: () => boolean;
  /** Masking what came late, over all cameras. */
  maskQueue: WorkQueue;
}

/** What the masked stream has of a live segment is on the disk by then, also where the next one is long in coming. */
const maskedLiveMs = 45_000;

/** What of a camera the public gets, fed by its stream and its segments. */
export async function createPublicEdition(deps: PublicEditionDeps): Promise<PublicEdition> {
  const { config, sealed, clock } = deps;
  const folders = toMaskedFolders(deps.folder, deps.camera);
  const archive = createMaskedArchive(deps.camera, {
    ...deps,
    packaged: (packaged) => live.append(packaged, true),
    extended: (open) => extend(open, true),
  });
  let spans: OpenSpan[] = toSpans(config.privacy);
  let isOpen = false;
  let epoch = '';
  /** What of the configuration the present state was made for. */
  let settledFor = '';
  const live = createPublicLive({
    clock,
    log: deps.log,
    sequence: createSequenceFile(join(folders.footage, 'sequence')),
    first: sealed.live.next,
    pauseMs: deps.pauseMs,
    isShown: (startMs, wasMasked) =>
      isOpen && wasMasked === isMasked() && findSpan(spans, startMs)?.masked === wasMasked,
  });
  const nothing = createLiveEdge(sealed.live.next);
  nothing.close();
  let delayed: { delayMs: number; edge: DelayedEdge } | null = null;
  let masked: { polygons: string; stream: MaskedStream } | null = null;
  let lastInit: InitSegment | null = null;
  let turn: Promise<void> = Promise.resolve();

  const delayMs = (): number => (config.privacy?.delayS ?? 0) * 1_000;
  const polygons = () => config.privacy?.mask.polygons ?? [];
  const isMasked = (): boolean => polygons().length > 0;

  const createTime = (untilMs: () => number): PublicTime => ({ spans: () => spans, untilMs });
  const createEdition = (time: PublicTime) => ({
    footage: createPublicFootage({ sealed: sealed.footage, masked: archive.footage }, time),
    stills: createPublicStills({ sealed: sealed.stills, masked: archive.stills }, time),
  });
  const prompt = createEdition(createTime(() => Number.POSITIVE_INFINITY));
  const late = createEdition(
    createTime(() => (delayMs() === 0 ? Number.POSITIVE_INFINITY : clock.nowMs() - delayMs())),
  );

  const extend = (open: OpenSegment | null, wasMasked: boolean): void => {
    // Of the two streams one is shown: the other says nothing of what is coming in.
    if (wasMasked === isMasked()) live.extend(open, wasMasked);
  };

  const judge = (): boolean => {
    const last = spans.at(-1);
    if (!config.published || !last || last.toMs !== Number.POSITIVE_INFINITY) return false;
    // A mask that lies over the wrong part of the picture hides nothing: closed until somebody looked.
    return !(isMasked() && deps.hasMoved());
  };

  const settleMask = async (): Promise<void> => {
    const wanted = isOpen && isMasked() ? JSON.stringify(polygons()) : null;
    if ((masked?.polygons ?? null) === wanted) return;
    const ending = masked;
    masked = null;
    await ending?.stream.close();
    if (wanted === null) return;
    const stream = await archive.begin(polygons());
    if (lastInit) stream.init(lastInit);
    masked = { polygons: wanted, stream };
  };

  const settleDelay = async (): Promise<void> => {
    const wanted = isOpen ? delayMs() : 0;
    if ((delayed?.delayMs ?? 0) !== wanted) {
      delayed = null;
      if (wanted > 0) {
        const file = createSequenceFile(join(folders.footage, 'sequence-delayed'));
        const edge = await createDelayedEdge(wanted, { footage: late.footage, sequence: file, nowMs: clock.nowMs() });
        delayed = { delayMs: wanted, edge };
      }
    }
    await delayed?.edge.tick(clock.nowMs());
  };

  const settle = async (): Promise<void> => {
    spans = toSpans(config.privacy);
    isOpen = judge();
    const state = JSON.stringify([isOpen, config.privacy?.spans, config.privacy?.mask]);
    if (state !== settledFor) {
      settledFor = state;
      epoch = randomBytes(8).toString('hex');
      // What was listed before may be hidden now.
      await live.renew();
      delayed?.edge.live.close();
      delayed = null;
    }
    await settleMask();
    await settleDelay();
  };

  const lateStill = createLateStills({
    ffmpegPath: deps.ffmpeg.path,
    stills: archive.stills,
    findAreas: (atMs) => (isMasked() && !deps.hasMoved() && findSpan(spans, atMs)?.masked === true ? polygons() : null),
    nowMs: () => clock.nowMs(),
  });

  const lateFootage = createLateFootage({
    ffmpeg: deps.ffmpeg,
    list: createLateList(join(folders.footage, 'late.log')),
    sealed: sealed.footage,
    masked: archive.footage,
    judge(startMs) {
      // As live: what was hidden stays so, and a mask that may lie over the wrong part hides nothing.
      if (findSpanOfSegment(spans, startMs)?.masked !== true || !isMasked()) return 'never';
      const isYoung = clock.nowMs() - startMs < maskedLiveMs;
      if (isYoung || deps.isTurning() || deps.isFresh() || !deps.hasRoom()) return 'wait';
      // Nobody knows which of it was filmed before it moved.
      return deps.hasMoved() ? 'never' : polygons();
    },
    record: (segment, initId) => archive.record(segment, initId),
    queue: deps.maskQueue,
    log: deps.log,
  });

  const edition: PublicEdition = {
    get isOpen() {
      // Asked at each look: a curtain must not wait for the next tick.
      return isOpen && judge();
    },
    get epoch() {
      return epoch;
    },
    get live() {
      if (delayMs() === 0) return live.edge;
      // While the delayed list is being made there is none: the prompt one is not for those who wait.
      return delayed?.delayMs === delayMs() ? delayed.edge.live : nothing;
    },
    ...late,
    get undelayed() {
      return { live: live.edge, ...prompt };
    },
    async start() {
      await archive.start();
      await lateFootage.open();
      await edition.settle();
    },
    init(init) {
      lastInit = init;
      masked?.stream.init(init);
    },
    fragment: (fragment, arrivalMs) => masked?.stream.fragment(fragment, arrivalMs),
    extend: (open) => extend(open, false),
    breakRun() {
      extend(null, false);
      masked?.stream.breakRun();
    },
    segment: (packaged) => live.append(packaged, false),
    lateStill,
    async lateSegment(segment) {
      if (isMasked() && findSpan(spans, segment.startMs)?.masked === true) await lateFootage.add(segment);
    },
    listUnmasked: () => lateFootage.listWaiting(),
    thin: (rules, pins, nowMs) => archive.thin(rules, pins, nowMs),
    settle() {
      turn = turn.then(settle, settle);
      void lateFootage.work();
      return turn;
    },
    async close() {
      await turn.catch(() => undefined);
      live.close();
      await masked?.stream.close();
      await lateFootage.close();
      await archive.close();
    },
  };
  return edition;
}
