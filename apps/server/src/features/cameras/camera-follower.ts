import type { RecorderEvent } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import { toArrival } from './arrival.ts';
import { appendCameraEvents } from './camera-events.ts';
import { findCamera, listCameraRows } from './camera-records.ts';
import { beatTimeoutMs } from './camera-states.ts';
import { toCameraManageView, toCameraView } from './camera-views.ts';
import { changePrivacy } from './change-privacy.ts';
import { toSpansOfView } from './misplaced-mask.ts';
import type { CameraParts } from './parts.ts';
import { toRecorderWish } from './recorder-wish.ts';
import type { RecorderControl, RecorderStream } from './recorder-control.ts';
import type { CameraTable } from './tables.ts';

export interface CameraFollower {
  start(): void;
  close(): Promise<void>;
}

type FollowerParts = Pick<CameraParts, 'store' | 'clock' | 'log' | 'states' | 'recorder' | 'findPresetMask'> & {
  stream: RecorderStream;
};

const tickMs = 500;
/** One camera is told at most this often: a flapping one does not storm (LIVE4). */
const spacingMs = 2_000;
const planMs = 5_000;

/** Follows the recorder: keeps the states, tells every change to the event log, and brings the recorder into line. */
export function createCameraFollower(parts: FollowerParts): CameraFollower {
  const { store, clock, log, states, stream } = parts;
  const dirty = new Set<string>();
  const told = new Map<string, { atMs: number; signature: string }>();
  let timer: NodeJS.Timeout | null = null;
  let underWay: Promise<void> = Promise.resolve();
  let plannedAtMs = clock.now();

  const tellChanges = async (): Promise<void> => {
    if ((states.silentMs() ?? 0) > beatTimeoutMs && states.loseBeat()) {
      log.warn('the recorder is silent: no camera state is known');
      for (const row of await listCameraRows(store.db, null)) dirty.add(row.id);
    }
    const nowMs = clock.now();
    if (nowMs - plannedAtMs >= planMs) {
      plannedAtMs = nowMs;
      // Hours begin and maintenance ends without anybody saying so.
      for (const row of await listCameraRows(store.db, null)) {
        if (row.schedule !== null || row.maintenance_until !== null) dirty.add(row.id);
      }
    }
    const due = [...dirty].filter((id) => nowMs - (told.get(id)?.atMs ?? -Infinity) >= spacingMs);
    if (due.length === 0) return;
    for (const id of due) dirty.delete(id);
    const changed: { row: CameraTable; signature: string }[] = [];
    for (const id of due) {
      const row = await findCamera(store.db, id);
      if (!row) continue;
      const signature = signatureOf(row, parts);
      if (told.get(id)?.signature !== signature) changed.push({ row, signature });
    }
    if (changed.length === 0) return;
    const turned: CameraTable[] = [];
    await store.write(async (tx) => {
      for (const { row } of changed) {
        // Read again inside: a manager may have changed it meanwhile.
        const current = await findCamera(tx, row.id);
        if (!current) continue;
        const spans = toSpansOfView(current, states.healthOf(row.id), toInstant(nowMs));
        const arrival = await toArrival(tx, parts, current, states.get(row.id), toInstant(nowMs));
        const change = { ...(spans !== null && { spans }), ...arrival };
        const isSame = Object.keys(change).length === 0;
        const after = isSame ? null : await changePrivacy(tx, { states, clock }, row.id, change);
        if (after) turned.push(after);
        else await appendCameraEvents(tx, states, clock, current, null);
      }
    });
    for (const row of turned) await pushRow(parts, row);
    for (const { row, signature } of changed) told.set(row.id, { atMs: nowMs, signature });
  };

  const onEvent = (event: RecorderEvent | { type: 'lost' }): void => {
    switch (event.type) {
      case 'snapshot':
        states.replaceAll(event.cameras);
        underWay = underWay
          .then(() => reconcile(parts, dirty))
          .catch((err: unknown) => log.error({ err }, 'the recorder was not brought into line'));
        return;
      case 'camera':
        states.apply(event.camera);
        dirty.add(event.camera.id);
        return;
      case 'removed':
        states.remove(event.id);
        dirty.add(event.id);
        return;
      case 'beat':
        states.beat(event.lastFrames);
        return;
      case 'lost':
        return;
    }
  };

  return {
    start: () => {
      stream.start(onEvent);
      timer = setInterval(() => {
        underWay = underWay
          .then(tellChanges)
          .catch((err: unknown) => log.error({ err }, 'a camera state was not told'));
      }, tickMs);
    },
    close: async () => {
      stream.close();
      if (timer) clearInterval(timer);
      await underWay;
    },
  };
}

/** What a page can see of a camera, but for the time of its last frame, which changes all the time. */
function signatureOf(row: CameraTable, parts: Pick<FollowerParts, 'states'>): string {
  const health = { ...parts.states.plannedHealthOf(row), lastFrameAt: null };
  const recorder = parts.states.get(row.id);
  return JSON.stringify([toCameraView(row, health, recorder), toCameraManageView(row, health, recorder)]);
}

/** After a (re)connect: the records say what is published and how long it is kept; the recorder is told where it differs. */
async function reconcile(parts: FollowerParts, dirty: Set<string>): Promise<void> {
  const rows = await listCameraRows(parts.store.db, null);
  for (const row of rows) {
    dirty.add(row.id);
    await pushRow(parts, row);
  }
  const removed = await parts.store.db.selectFrom('camera').select('id').where('removed_at', 'is not', null).execute();
  for (const { id } of removed) {
    if (parts.states.get(id)) await parts.recorder.removeCamera(id);
  }
}

/** Tells the recorder what a row wants, where it is known to have something else. */
export async function pushRow(
  parts: Pick<CameraParts, 'states' | 'log'> & { recorder: RecorderControl },
  row: CameraTable,
): Promise<void> {
  const actual = parts.states.get(row.id);
  if (!actual) {
    parts.log.warn({ camera: row.id }, 'the recorder does not know this camera: its source must be given again');
    return;
  }
  const wish = toRecorderWish(row);
  const { published, retentionDays, ladder, dial, privacy } = actual;
  if (JSON.stringify({ published, retentionDays, ladder, dial, privacy }) === JSON.stringify(wish)) return;
  try {
    parts.states.apply(await parts.recorder.changeCamera(row.id, wish));
  } catch (err) {
    parts.log.warn({ err, camera: row.id }, 'the recorder will be told at its next snapshot');
  }
}
