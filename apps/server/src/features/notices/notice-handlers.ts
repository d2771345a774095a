import { Refusal, type LocalText, type NoticeKind, type NoticeView, type Provenance } from '@sitecast/contract';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Ids } from '../../platform/ids.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Store } from '../../platform/store.ts';
import type { NoticeTable } from './tables.ts';

export function createNoticeHandlers(parts: { store: Store; clock: Clock; ids: Ids }): HandlersOf<'notice.post'> {
  return {
    'notice.post': (call) =>
      call.write(async (tx) => {
        const { project } = call.params;
        const there = await tx.selectFrom('project').select('code').where('code', '=', project).executeTakeFirst();
        if (!there) throw new Refusal('project.not-found');
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
          provenance: JSON.stringify({ kind: 'sample', source: null }),
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
