import { Refusal, type ProgressView } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { toActor } from '../../platform/actor.ts';
import { appendAudit } from '../../platform/audit.ts';
import type { Call, HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Reader, Store, Tx } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import { acceptImport, type ProposePlan } from './accept-import.ts';
import { readCurrentPlan, type ReadStructure } from './current-plan.ts';
import { toImportSummary, toImportView, type ImportRow } from './import-view.ts';
import { toImportRow } from './propose-import.ts';
import type { ReadInWorker } from './read-in-worker.ts';

/** What this feature needs from outside. */
export interface ImportParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly readInWorker: ReadInWorker;
  readonly proposePlan: ProposePlan;
  readProgress(db: Reader, project: string): Promise<ProgressView>;
  readStructure: ReadStructure;
}

type ImportRouteId = 'imports.list' | 'import.upload' | 'import.read' | 'import.accept' | 'import.reject';
/** Who asks, on whatever route. */
type Asked = Pick<Call<ImportRouteId>, 'caller' | 'requestId'>;
const listed = 20;

export function createImportHandlers(parts: ImportParts): HandlersOf<ImportRouteId> {
  const { store, clock, ids } = parts;
  const actorOf = (call: Asked): string => call.caller.principal?.id ?? 'visitor';

  return {
    'imports.list': async (call) => {
      const { project } = call.params;
      await readZone(store.db, project);
      const rows = await store.db
        .selectFrom('import_batch')
        .selectAll()
        .where('project', '=', project)
        .orderBy('seq', 'desc')
        .limit(listed)
        .execute();
      return { items: rows.map(toImportSummary) };
    },

    'import.read': async (call) => toImportView(await readBatch(store.db, call.params)),

    'import.upload': async (call) => {
      const { project } = call.params;
      const { upload } = call;
      const atMs = clock.now();
      const today = toLocalDate(toInstant(atMs), await readZone(store.db, project));
      const { calendar } = await readCurrentPlan(store.db, parts, project);
      const reading = await parts.readInWorker({ bytes: upload.bytes, today, calendar });
      if (reading.kind === 'refused') {
        const { format, errors, errorCount, warnings } = reading;
        const fields = errors.map(({ code, line, field }) => ({
          field:
            [line === null ? null : `line ${line}`, field].filter((part) => part !== null).join(', ') || 'schedule',
          message: code,
        }));
        throw new Refusal('import.refused', { fields, current: { format, errors, errorCount, warnings } });
      }
      const by = actorOf(call);
      return call.write(async (tx) => {
        const id = ids.createId();
        const current = await readCurrentPlan(tx, parts, project);
        const { percentBp: percentBeforeBp } = await parts.readProgress(tx, project);
        const at = toInstant(atMs);
        const row = toImportRow({ id, project, upload, reading, current, percentBeforeBp, by, at });
        await tx.insertInto('import_batch').values(row).execute();
        const { sha256, file_name: fileName, bytes } = row;
        await audit(tx, call, { action: 'import.upload', id, atMs, detail: { project, sha256, fileName, bytes } });
        return toImportView(await readBatch(tx, { project, import: id }));
      });
    },

    'import.accept': (call) =>
      call.write(async (tx) => {
        const batch = await readProposed(tx, call.params);
        const atMs = clock.now();
        const { reason, progress } = call.body;
        const by = toActor(call.caller);
        const proposal = await acceptImport(tx, parts, {
          ...{ batch, reason, progress, by, nowMs: atMs, requestId: call.requestId },
        });
        const decided = await readBatch(tx, call.params);
        const { sha256 } = decided;
        await audit(tx, call, {
          action: 'import.accept',
          id: batch.id,
          atMs,
          detail: { sha256, proposal: proposal.id, reason, progress: proposal.progress.length },
        });
        return { import: toImportView(decided), proposal };
      }),

    'import.reject': (call) =>
      call.write(async (tx) => {
        const batch = await readProposed(tx, call.params);
        const atMs = clock.now();
        await tx
          .updateTable('import_batch')
          .set({ state: 'rejected', decided_by: actorOf(call), decided_at: toInstant(atMs) })
          .where('id', '=', batch.id)
          .execute();
        await audit(tx, call, { action: 'import.reject', id: batch.id, atMs, detail: { sha256: batch.sha256 } });
        return toImportView(await readBatch(tx, call.params));
      }),
  };

  function audit(
    tx: Tx,
    call: Asked,
    { action, id, atMs, detail }: { action: string; id: string; atMs: number; detail: unknown },
  ): Promise<void> {
    const actor = actorOf(call);
    return appendAudit(tx, { atMs, actor, action, entity: 'import', entityId: id, requestId: call.requestId, detail });
  }
}

async function readBatch(db: Reader, asked: { project: string; import: string }): Promise<ImportRow> {
  const row = await db
    .selectFrom('import_batch')
    .selectAll()
    .where('project', '=', asked.project)
    .where('id', '=', asked.import)
    .executeTakeFirst();
  if (!row) throw new Refusal('import.not-found');
  return row;
}

/** What was decided is decided, also when somebody else was faster. */
async function readProposed(tx: Tx, asked: { project: string; import: string }): Promise<ImportRow> {
  const row = await readBatch(tx, asked);
  if (row.state !== 'proposed') throw new Refusal('import.decided', { current: toImportSummary(row) });
  return row;
}
