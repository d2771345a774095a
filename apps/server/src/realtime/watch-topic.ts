import { Refusal, type ProgrammeView, type ProjectView, type WatchAnswer, type WatchRequest } from '@sitecast/contract';
import { audienceFor, isInScope, type Caller } from '../platform/caller.ts';
import { toInstant, type Clock } from '../platform/clock.ts';
import { toRoomName, type Room, type RoomLog } from './room-log.ts';
import type { TopicReader } from './topic-reader.ts';

type Snapshot = ProjectView | ProgrammeView;
export type WatchTopic = (
  caller: Caller,
  request: WatchRequest,
  join: (roomName: string) => void,
) => Promise<WatchAnswer>;

const mostReads = 3;

/** Answers `topic:watch`: what came since, or the whole (SEQ3). The room follows from the caller alone (AUD1). */
export function createWatchTopic(parts: { log: () => RoomLog; topics: TopicReader; clock: Clock }): WatchTopic {
  const snapshots = new Map<string, { seq: number; snapshot: Promise<Snapshot | null> }>();

  /** One read serves everyone who asks for the same room at the same point of the log. */
  const readShared = (room: Room, seq: number): Promise<Snapshot | null> => {
    const name = toRoomName(room);
    const kept = snapshots.get(name);
    if (kept?.seq === seq) return kept.snapshot;
    const snapshot = parts.topics.readSnapshot(room);
    snapshots.set(name, { seq, snapshot });
    const forget = (): void => {
      if (snapshots.get(name)?.snapshot === snapshot) snapshots.delete(name);
    };
    // A herd comes within a second or two; after that the memory is better used.
    snapshot.then(() => setTimeout(forget, 2_000).unref(), forget);
    return snapshot;
  };

  return async (caller, request, join) => {
    if (!(await parts.topics.exists(request.topic, request.code))) throw new Refusal('project.not-found');
    const project = request.topic === 'project' ? request.code : null;
    const { principal } = caller;
    // A wall follows what it shows (INV17).
    if (principal?.kind === 'display' && (project === null || !isInScope(principal, project)))
      throw new Refusal('permission.denied');
    const room: Room = { project, audience: audienceFor(caller, project) };
    const log = parts.log();
    const events = log.eventsSince(room, request.since);
    const serverNow = toInstant(parts.clock.now());
    if (events) {
      join(toRoomName(room));
      return { ok: true, kind: 'events', seq: log.lastSeq(room), events, serverNow };
    }
    for (let read = 1; ; read++) {
      const seq = log.lastSeq(room);
      const snapshot = await readShared(room, seq);
      if (!snapshot) throw new Refusal('project.not-found');
      // What was emitted while it was read would be missing: read again. Were it never quiet, the next event's
      // `prev` tells the page that it has a gap (SEQ2).
      if (log.lastSeq(room) !== seq && read < mostReads) continue;
      join(toRoomName(room));
      return {
        ok: true,
        kind: 'snapshot',
        seq,
        snapshot: { ...snapshot, seq },
        serverNow: toInstant(parts.clock.now()),
      };
    }
  };
}
