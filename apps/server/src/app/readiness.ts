import { statfs } from 'node:fs/promises';
import { beatTimeoutMs, listCameraViews, type CameraStates } from '../features/cameras/index.ts';
import type { ReadinessCheck } from '../http/operation.ts';
import { toInstant, type Clock } from '../platform/clock.ts';
import type { EventTail } from '../platform/event-log/event-tail.ts';
import type { Store } from '../platform/store.ts';

const leastFreeBytes = 64 * 1_024 * 1_024;

/** What must work: a write, the event log's tail, room on the disk, the recorder's beat. Migrations ran before. */
export function createReadiness(parts: {
  store: Store;
  states: CameraStates;
  tail: EventTail;
  dataDirectory: string;
}): ReadinessCheck[] {
  return [
    {
      name: 'database',
      check: async () => {
        await parts.store.db
          .insertInto('setting')
          .values({ name: 'readiness', value: '1' })
          .onConflict((oc) => oc.column('name').doUpdateSet({ value: '1' }))
          .execute();
        return null;
      },
    },
    { name: 'events', check: async () => (parts.tail.lagMs() > 5_000 ? 'the event log is not read' : null) },
    {
      name: 'disk',
      check: async () => {
        const { bavail, bsize } = await statfs(parts.dataDirectory);
        return bavail * bsize < leastFreeBytes ? 'the disk is full' : null;
      },
    },
    {
      name: 'recorder',
      check: async () => ((parts.states.silentMs() ?? Infinity) > beatTimeoutMs ? 'the recorder is silent' : null),
    },
  ];
}

/** For people: which public camera is in which state. */
export async function readStatus(parts: {
  store: Store;
  states: CameraStates;
  clock: Clock;
  schema: number;
}): Promise<unknown> {
  const cameras = await listCameraViews(parts.store.db, parts.states, null);
  return {
    serverNow: toInstant(parts.clock.now()),
    schema: parts.schema,
    cameras: cameras.map(({ id, project, health }) => ({ id, project, ...health })),
  };
}
