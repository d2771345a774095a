import { Refusal, type ActorView, type CurtainView, type Polygon, type PublicSpan } from '@sitecast/contract';
import { toActor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { isAllowed, isInScope, type Caller } from '../../platform/caller.ts';
import { toInstant } from '../../platform/clock.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import { isCovered, listCurtains } from './curtain-records.ts';
import type { PrivacyParts, PrivateCamera } from './parts.ts';
import { closeSpans, openSpan } from '../../platform/public-spans.ts';
import { requireSecondStep, toSecondStep } from './second-person.ts';
import type { CurtainTable } from './tables.ts';

type CurtainRoutes = 'curtains.list' | 'curtain.close' | 'curtain.lift';

/** The curtain: one person closes it at once, another lifts it; what was behind it stays hidden. */
export function createCurtainHandlers<Row extends PrivateCamera>(parts: PrivacyParts<Row>): HandlersOf<CurtainRoutes> {
  const { store, clock, ids } = parts;

  const toView = async (db: Reader | Tx, row: CurtainTable, caller: Caller): Promise<CurtainView> => {
    const closed = JSON.parse(row.closed_by) as ActorView;
    const { principal } = caller;
    const people = await parts.listPeopleWhoMay(db, 'curtain.lift', row.project);
    const mayLift =
      principal !== null && isAllowed(caller, 'curtain.lift', row.project) && reaches(caller, row.project);
    return {
      id: row.id,
      scope: row.scope,
      code: row.code,
      project: row.project,
      cameras: JSON.parse(row.cameras) as string[],
      hiddenFrom: row.hidden_from,
      closed: { by: closed, at: row.closed_at, reason: row.reason },
      lifted:
        row.lifted_by === null || row.lifted_at === null
          ? null
          : { by: JSON.parse(row.lifted_by) as ActorView, at: row.lifted_at, reason: row.lift_reason },
      alone: row.alone === 1,
      mayLift: mayLift ? toSecondStep(principal, closed.id, people) : 'not-allowed',
    };
  };

  /** Brings the cameras in line with the curtains that are closed now. Answers those that changed. */
  const settle = async (tx: Tx, rows: readonly Row[], hideFrom: string | null, now: string): Promise<Row[]> => {
    const closed = (await listCurtains(tx)).filter(({ lifted_at: at }) => at === null);
    const changed: Row[] = [];
    for (const row of rows) {
      const curtain = closed.find((one) => isCovered(one, row)) ?? null;
      const spans = JSON.parse(row.spans) as PublicSpan[];
      const masked = (JSON.parse(row.mask ?? '[]') as Polygon[]).length > 0;
      const opens = curtain === null && row.curtain !== null && row.mask_version !== null;
      const hidden = curtain !== null && hideFrom !== null ? closeSpans(spans, hideFrom) : spans;
      const after = await parts.changeCamera(tx, row.id, {
        curtain: curtain?.id ?? null,
        curtain_scope: curtain?.scope ?? null,
        curtain_at: curtain?.closed_at ?? null,
        spans: JSON.stringify(opens ? openSpan(hidden, now, masked) : hidden),
      });
      if (after) changed.push(after);
    }
    return changed;
  };

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
      const rows = (await listCurtains(store.db)).filter((row) => reaches(call.caller, row.project));
      const shown = [...rows.filter((row) => row.lifted_at === null), ...rows.filter((row) => row.lifted_at !== null)];
      return { items: await Promise.all(shown.slice(0, 50).map((row) => toView(store.db, row, call.caller))) };
    },

    'curtain.close': async (call) => {
      const { scope, code, reason, minutesBefore } = call.body;
      const project = await findReach(call.caller, { scope, code });
      let changed: Row[] = [];
      const answer = await call.write(async (tx) => {
        const nowMs = clock.now();
        const now = toInstant(nowMs);
        const hiddenFrom = toInstant(nowMs - minutesBefore * 60_000);
        const standing = await listCurtains(tx);
        if (standing.some((one) => one.lifted_at === null && one.scope === scope && one.code === code)) {
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
        changed = await settle(tx, rows, hiddenFrom, now);
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
      const known = (await listCurtains(store.db)).find(({ id }) => id === call.params.curtain);
      if (!known || !principal || !reaches(call.caller, known.project)) throw new Refusal('curtain.not-found');
      let changed: Row[] = [];
      const answer = await call.write(async (tx) => {
        const row = (await listCurtains(tx)).find(({ id }) => id === known.id) ?? known;
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
        changed = await settle(tx, rows, null, toInstant(nowMs));
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

/** Whether the caller's projects hold that one; null: all of them. */
function reaches({ principal }: Caller, project: string | null): boolean {
  if (!principal) return false;
  return project === null ? principal.projects === null : isInScope(principal, project);
}
