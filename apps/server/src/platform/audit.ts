import { toInstant } from './clock.ts';
import type { Tx } from './store.ts';

export interface AuditEntry {
  atMs: number;
  /** A principal's id, `system` or `visitor`. */
  actor: string;
  /** What was done, as the route's id or `noun.verb`. */
  action: string;
  entity: string;
  entityId: string;
  requestId: string | null;
  /** What changed. Never a secret, a source's address or a password. */
  detail?: unknown;
}

/** Adds one row to the audit log, in the writer's transaction. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      at: toInstant(entry.atMs),
      actor: entry.actor,
      action: entry.action,
      entity: entry.entity,
      entity_id: entry.entityId,
      request_id: entry.requestId,
      detail: JSON.stringify(entry.detail ?? {}),
    })
    .execute();
}
