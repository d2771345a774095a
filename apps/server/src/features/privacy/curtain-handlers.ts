import { Refusal, type ActorView } from '@sitecast/contract';
import { toActor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import type { Caller } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import { settleCurtains } from './curtain-cover.ts';
import { findCurtain, isCovered, listClosedCurtains, listLiftedCurtains } from './curtain-records.ts';
import { reaches, toCurtainView } from './curtain-view.ts';
import type { PrivacyParts, PrivateCamera } from './parts.ts';
import { requireSecondStep } from './second-person.ts';
import type { CurtainTable } from './tables.ts';

/** Lifted ones are listed until there are so many; those that are closed are listed all. */
const shownCurtains = 50;

type CurtainRoutes = 'curtains.list' | 'curtain.close' | 'curtain.lift';

/** The curtain: one person closes it at once, another lifts it; what was behind it stays hidden. */
export function createCurtainHandlers<Row extends PrivateCamera>(parts: PrivacyParts<Row>): HandlersOf<CurtainRoutes> {
  const { store, clock, ids } = parts;

  const toView = (db: Reader | Tx, row: CurtainTable, caller: Caller) => toCurtainView(db, parts, row, caller);
  const push = (rows: readonly Row[]) => Promise.all(rows.map((row) => parts.pushToRecorder(row)));

  /** Whose cameras a curtain hides, by what it was asked for; refuses what is not there or not the asker's. */
  const findReach = async (
    caller: Caller,
    { scope, code }: Pick<CurtainTable, 'scope' | 'code'>,
  ): Promise<string | null> => {
    if (scope === 'programme') {
      if (code !== (await parts.programmeCode())) throw new Refusal('project.not-found');
      if (!reaches(caller, null)) throw new Refusal('permission.denied');
      return null;
    }
    const camera = scope === 'camera' ? await parts.findCamera(store.db, code) : null;
    const project = scope === 'project' ? code : (camera?.project ?? null);
    const isThere = project !== null && (await parts.projectExists(store.db, project)) && reaches(caller, project);
    if (!isThere) throw new Refusal(scope === 'camera' ? 'camera.not-found' : 'project.not-found');
    return project;
  };

  return {
    'curtains.list': async (call) => {
      const isOwn = (row: CurtainTable): boolean => reaches(call.caller, row.project);
      const closed = (await listClosedCurtains(store.db)).filter(isOwn);
      const lifted = (await listLiftedCurtains(store.db)).filter(isOwn);
      const shown = [...closed, ...lifted.slice(0, Math.max(0, shownCurtains - closed.length))];
      return { items: await Promise.all(shown.map((row) => toView(store.db, row, call.caller))) };
    },

    'curtain.close': async (call) => {
      const { scope, code, reason, minutesBefore } = call.body;
      const project = await findReach(call.caller, { scope, code });
      let changed: Row[] = [];
      const answer = await call.write(async (tx) => {
        const nowMs = clock.now();
        const now = toInstant(nowMs);
        const hiddenFrom = toInstant(nowMs - minutesBefore * 60_000);
        const standing = await listClosedCurtains(tx);
        if (standing.some((one) => one.scope === scope && one.code === code)) {
          throw new Refusal('curtain.closed');
        }
        const all = await parts.listCameras(tx, project);
        const rows = scope === 'camera' ? all.filter(({ id }) => id === code) : all;
        const row: CurtainTable = {
          seq: null,
          id: ids.createId(),
          scope,
          code,
          project,
          cameras: JSON.stringify(rows.map(({ id }) => id)),
          hidden_from: hiddenFrom,
          closed_by: JSON.stringify(toActor(call.caller)),
          closed_at: now,
          reason,
          lifted_by: null,
          lifted_at: null,
          lift_reason: null,
          alone: 0,
        };
        await tx.insertInto('curtain').values(row).execute();
        changed = await settleCurtains(tx, parts, rows, { hideFrom: hiddenFrom, now });
        await appendAudit(tx, {
          atMs: nowMs,
          actor: call.caller.principal?.id ?? 'visitor',
          action: 'curtain.close',
          entity: scope,
          entityId: code,
          requestId: call.requestId,
          detail: { curtain: row.id, reason, minutesBefore, cameras: rows.map(({ id }) => id) },
        });
        return toView(tx, row, call.caller);
      });
      await push(changed);
      return answer;
    },

    'curtain.lift': async (call) => {
      const { principal } = call.caller;
      const known = await findCurtain(store.db, call.params.curtain);
      if (!known || !principal || !reaches(call.caller, known.project)) throw new Refusal('curtain.not-found');
      let changed: Row[] = [];
      const answer = await call.write(async (tx) => {
        const row = (await findCurtain(tx, known.id)) ?? known;
        if (row.lifted_at !== null) throw new Refusal('curtain.lifted');
        const first = (JSON.parse(row.closed_by) as ActorView).id;
        const people = await parts.listPeopleWhoMay(tx, 'curtain.lift', row.project);
        const { alone } = requireSecondStep(principal, first, people);
        const nowMs = clock.now();
        const change = {
          lifted_by: JSON.stringify(toActor(call.caller)),
          lifted_at: toInstant(nowMs),
          lift_reason: call.body.reason,
          alone: Number(alone),
        };
        await tx.updateTable('curtain').set(change).where('id', '=', row.id).execute();
        const all = await parts.listCameras(tx, row.project);
        const rows = all.filter((camera) => isCovered(row, camera));
        changed = await settleCurtains(tx, parts, rows, { hideFrom: null, now: toInstant(nowMs) });
        await appendAudit(tx, {
          atMs: nowMs,
          actor: principal.id,
          action: 'curtain.lift',
          entity: row.scope,
          entityId: row.code,
          requestId: call.requestId,
          detail: { curtain: row.id, reason: call.body.reason, alone },
        });
        return toView(tx, { ...row, ...change }, call.caller);
      });
      await push(changed);
      return answer;
    },
  };
}
