import type { ActorView, CurtainView } from '@sitecast/contract';
import { isAllowed, isInScope, type Caller } from '../../platform/caller.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import { toSecondStep, type ListPeopleWhoMay } from './second-person.ts';
import type { CurtainTable } from './tables.ts';

/** A curtain as one person sees it: whether they may lift it is theirs alone. */
export async function toCurtainView(
  db: Reader | Tx,
  parts: { listPeopleWhoMay: ListPeopleWhoMay },
  row: CurtainTable,
  caller: Caller,
): Promise<CurtainView> {
  const closed = JSON.parse(row.closed_by) as ActorView;
  const { principal } = caller;
  const people = await parts.listPeopleWhoMay(db, 'curtain.lift', row.project);
  const mayLift = principal !== null && isAllowed(caller, 'curtain.lift', row.project) && reaches(caller, row.project);
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
}

/** Whether the caller's projects hold that one; null: all of them. */
export function reaches({ principal }: Caller, project: string | null): boolean {
  if (!principal) return false;
  return project === null ? principal.projects === null : isInScope(principal, project);
}
