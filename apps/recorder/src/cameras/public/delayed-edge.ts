import { createFragmentReader, type InitSegment, type MediaSegment, type SegmentRecord } from '@sitecast/hls';
import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import { createLiveEdge, type LiveEdge } from '../live/live-edge.ts';
import type { PackagedSegment } from '../live/packager.ts';
import type { SequenceFile } from '../live/sequence-file.ts';

/** A live edge that ends some time before now: what it lists is read from the disk when its time has come. */
export interface DelayedEdge {
  readonly live: LiveEdge;
  /** Lists what is due. `footage` must be what the public may see, or nothing hidden would stay so. */
  tick(nowMs: number): Promise<void>;
}

/** Of footage this long a list is begun, so that a player has what to start with. */
const headMs = 12_000;

/** @param delayMs how far its end is behind. */
export async function createDelayedEdge(
  delayMs: number,
  deps: { footage: FootageReader; sequence: SequenceFile; nowMs: number },
): Promise<DelayedEdge> {
  const { footage, sequence } = deps;
  const live = createLiveEdge(await sequence.start(deps.nowMs));
  const inits = new Map<string, InitSegment>();
  let listedToMs = deps.nowMs - delayMs - headMs;
  let isBusy = false;

  const readInit = async (initId: string): Promise<InitSegment | null> => {
    const known = inits.get(initId);
    if (known) return known;
    const bytes = await footage.readInit(initId);
    const event = bytes && createFragmentReader({ maxBoxBytes: bytes.byteLength }).push(bytes)[0];
    if (event?.type !== 'init') return null;
    inits.set(initId, event.init);
    return event.init;
  };

  const read = async (record: SegmentRecord): Promise<PackagedSegment | null> => {
    const { run, startMs, durationMs, independent, initId } = record;
    const [bytes, init] = await Promise.all([footage.readSegment(run, startMs), readInit(initId)]);
    if (!bytes || !init) return null;
    const segment: MediaSegment = {
      ...{ run, init, startMs, durationMs, independent },
      ...{ lengthBytes: bytes.byteLength, bytes, isRecorded: true, parts: [], frames: 0 },
    };
    return { segment, initId };
  };

  const listDue = async (nowMs: number): Promise<void> => {
    const dueMs = nowMs - delayMs;
    if (dueMs <= listedToMs) return;
    for (const record of await footage.listRange(listedToMs, dueMs)) {
      if (record.startMs < listedToMs || record.startMs + record.durationMs > dueMs) continue;
      const packaged = await read(record);
      if (!packaged) continue;
      live.append(packaged.segment, packaged.initId);
      listedToMs = record.startMs + record.durationMs;
      await sequence.reserve(live.next);
    }
  };

  return {
    live,
    async tick(nowMs) {
      if (isBusy) return;
      isBusy = true;
      try {
        await listDue(nowMs);
      } finally {
        isBusy = false;
      }
    },
  };
}
