import { audiences, type Audience, type LogEvent } from '@sitecast/contract';
import type { LogEntry } from '../platform/event-log/event-tail.ts';

/** A topic as one audience sees it. `code` is null for the programme. */
export interface Room {
  readonly project: string | null;
  readonly audience: Audience;
}

/** What Socket.IO calls a room; never shown to a page. */
export function toRoomName(room: Room): string {
  return `${room.project === null ? 'programme' : `project:${room.project}`}|${room.audience}`;
}

/** Who is shown an event of an audience: everyone, investors and managers, managers. */
function reaches(event: Audience, reader: Audience): boolean {
  return audiences.indexOf(event) <= audiences.indexOf(reader);
}

/**
 * The newest events in memory, and the last seq of every room, so that a page that asks what it missed is answered in
 * the same tick in which it joins: nothing can come between (SEQ3).
 */
export interface RoomLog {
  /** Takes new rows and returns what each room gets, in order. */
  append(entries: readonly LogEntry[]): Map<string, LogEvent[]>;
  lastSeq(room: Room): number;
  /**
   * The room's events after `since`; null where a snapshot must answer: they are too many or too old, or `since` is of
   * another log (a backup was restored).
   */
  eventsSince(room: Room, since: number): LogEvent[] | null;
}

export const mostEventsAnswered = 200;
const keptEntries = 400;

export function createRoomLog(
  kept: readonly LogEntry[],
  lastSeqs: readonly { project: string; audience: Audience; seq: number }[],
): RoomLog {
  const last = new Map<string, number>();
  for (const { project, audience, seq } of lastSeqs) {
    for (const name of roomNames(project, audience)) last.set(name, Math.max(last.get(name) ?? 0, seq));
  }
  let entries = [...kept];
  let newestSeq = Math.max(kept.at(-1)?.seq ?? 0, ...lastSeqs.map(({ seq }) => seq));
  /** Everything after this seq is in memory; 0 where the whole log is. */
  let forgottenSeq = kept.length < keptEntries ? 0 : (kept[0]?.seq ?? 0) - 1;

  return {
    append: (added) => {
      const batches = new Map<string, LogEvent[]>();
      for (const entry of added) {
        entries.push(entry);
        newestSeq = entry.seq;
        for (const name of roomNames(entry.project, entry.audience)) {
          const batch = batches.get(name) ?? [];
          batch.push(toLogEvent(entry, last.get(name) ?? 0));
          batches.set(name, batch);
          last.set(name, entry.seq);
        }
      }
      const over = entries.length - keptEntries;
      if (over > 0) {
        forgottenSeq = entries[over - 1]?.seq ?? forgottenSeq;
        entries = entries.slice(over);
      }
      return batches;
    },
    lastSeq: (room) => last.get(toRoomName(room)) ?? 0,
    eventsSince: (room, since) => {
      const lastSeq = last.get(toRoomName(room)) ?? 0;
      if (since > newestSeq) return null;
      if (since >= lastSeq) return [];
      if (since < forgottenSeq) return null;
      const found = entries.filter(
        (entry) =>
          entry.seq > since &&
          (room.project === null || entry.project === room.project) &&
          reaches(entry.audience, room.audience),
      );
      if (found.length > mostEventsAnswered) return null;
      // The first follows what the page has, whatever its seq is called.
      return found.map((entry, index) => toLogEvent(entry, found[index - 1]?.seq ?? since));
    },
  };
}

function roomNames(project: string, audience: Audience): string[] {
  return audiences
    .filter((reader) => reaches(audience, reader))
    .flatMap((reader) => [toRoomName({ project, audience: reader }), toRoomName({ project: null, audience: reader })]);
}

function toLogEvent(entry: LogEntry, prev: number): LogEvent {
  // Spelt out: a row's audience is the server's business.
  const { seq, at, project, type, payload } = entry;
  return { seq, prev, at, project, type, payload } as LogEvent;
}
