import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { requireProject } from '../../platform/project-guard.ts';
import type { DocumentFiles } from './document-files.ts';
import { insertVersion, prepareDocument, readNewest, withKeptFile, type CleanImage } from './keep-document.ts';
import { listDocuments, visibleTo } from './read-documents.ts';

export interface DocumentParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly files: DocumentFiles;
  readonly cleanImage: CleanImage;
}

export function createDocumentHandlers(
  parts: DocumentParts,
): HandlersOf<'documents.list' | 'document.add' | 'document.withdraw'> {
  const { store, clock, ids, files } = parts;
  return {
    'documents.list': async (call) => {
      const { project } = call.params;
      await requireProject(store.db, project);
      return { items: await listDocuments(store.db, project, visibleTo(call.caller, project)) };
    },

    'document.add': async (call) => {
      const { project } = call.params;
      await requireProject(store.db, project);
      const ready = await prepareDocument(call.upload, parts.cleanImage);
      const { record } = call.upload;
      const by = call.caller.principal?.id ?? 'visitor';
      return withKeptFile(store, files, ready, () =>
        call.write(async (tx) => {
          const atMs = clock.now();
          const about = { project, record, ready, createId: ids.createId, atMs, by };
          const { id, version, wasPublic } = await insertVersion(tx, about);
          await appendAudit(tx, {
            atMs,
            actor: by,
            action: version === 1 ? 'document.add' : 'document.replace',
            entity: 'document',
            entityId: `${project}/${id}`,
            requestId: call.requestId,
            detail: { version, sha256: ready.sha256, bytes: ready.bytes.length, visibility: record.visibility },
          });
          if (wasPublic || record.visibility === 'public') await announce(tx, project, atMs);
          const added = (await listDocuments(tx, project, ['public', 'investor', 'team'])).find((one) => one.id === id);
          if (!added) throw new Error('a document went while it was added');
          return added;
        }),
      );
    },

    'document.withdraw': (call) =>
      call.write(async (tx) => {
        const { project, document } = call.params;
        const { visibility, version } = await readNewest(tx, project, document);
        const atMs = clock.now();
        const actor = call.caller.principal?.id ?? 'visitor';
        await tx
          .insertInto('document_withdrawal')
          .values({ document, withdrawn_by: actor, withdrawn_at: toInstant(atMs) })
          .execute();
        await appendAudit(tx, {
          atMs,
          actor,
          action: 'document.withdraw',
          entity: 'document',
          entityId: `${project}/${document}`,
          requestId: call.requestId,
          detail: { version },
        });
        if (visibility === 'public') await announce(tx, project, atMs);
        return null;
      }),
  };
}

/** Only what everyone may read is told to the pages; the rest is read by those who may when they come. */
async function announce(tx: Tx, project: string, atMs: number): Promise<void> {
  const documents = await listDocuments(tx, project, ['public']);
  await appendEvent(tx, { atMs, audience: 'public', project, type: 'documents:changed', payload: { documents } });
}
