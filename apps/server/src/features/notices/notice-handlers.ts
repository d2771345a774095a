import type { LocalText, NoticeKind, NoticeView, Provenance } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Ids } from '../../platform/ids.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import type { NoticeTable } from './tables.ts';

/** What this feature needs from outside. */
export interface NoticeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Whether a post of that day is a fact or a sample (rule 7). */
  readPostProvenance(tx: Tx, day: string): Promise<Provenance>;
}

export function createNoticeHandlers(parts: NoticeParts): HandlersOf<'notice.post'> {
  return {
    'notice.post': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        const zone = await readZone(tx, project);
        const atMs = parts.clock.now();
        const actor = call.caller.principal?.id ?? 'visitor';
        const row: NoticeTable = {
          id: parts.ids.createId(),
          project,
          kind: call.body.kind,
          text: JSON.stringify(call.body.text),
          from_at: toInstant(atMs),
          to_at: null,
          posted_by: actor,
          provenance: JSON.stringify(await parts.readPostProvenance(tx, toLocalDate(toInstant(atMs), zone))),
        };
        await tx.insertInto('notice').values(row).execute();
        await appendAudit(tx, {
          atMs,
          actor,
          action: 'notice.post',
          entity: 'notice',
          entityId: row.id,
          requestId: call.requestId,
          detail: { project, kind: row.kind },
        });
        const notice = toNoticeView(row);
        await appendEvent(tx, { atMs, audience: 'public', project, type: 'notice:posted', payload: { notice } });
        return notice;
      }),
  };
}

export function toNoticeView(row: NoticeTable): NoticeView {
  return {
    id: row.id,
    project: row.project,
    kind: row.kind as NoticeKind,
    text: readJson<LocalText>(row.text),
    from: row.from_at,
    to: row.to_at,
    provenance: readJson<Provenance>(row.provenance),
  };
}
