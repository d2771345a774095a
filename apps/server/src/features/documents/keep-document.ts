import { createHash } from 'node:crypto';
import { Refusal, type DocumentRecord } from '@sitecast/contract';
import { toInstant } from '../../platform/clock.ts';
import type { Store, Tx } from '../../platform/store.ts';
import { documentTypes, isImage, readDocumentType, type DocumentType, type ImageType } from './document-type.ts';
import type { DocumentFiles } from './document-files.ts';

/** Draws an image anew at its own size: only pixels pass, neither position nor serial number. */
export type CleanImage = (bytes: Buffer, type: ImageType) => Promise<Buffer>;

/** A checked document, as it is served. */
export interface ReadyDocument {
  bytes: Buffer;
  sha256: string;
  mediaType: DocumentType;
  fileName: string;
}

/** Recognises a document by its content. @throws Refusal `document.unreadable` for anything that is not taken. */
export async function prepareDocument(
  sent: { bytes: Buffer; fileName: string },
  cleanImage: CleanImage,
): Promise<ReadyDocument> {
  const mediaType = readDocumentType(sent.bytes);
  if (mediaType === null) {
    const message = 'is no PDF, XLSX, DOCX, JPEG, PNG or WebP, or is not whole';
    throw new Refusal('document.unreadable', { fields: [{ field: 'document', message }] });
  }
  const bytes = isImage(mediaType) ? await cleanImage(sent.bytes, mediaType) : sent.bytes;
  const base = sent.fileName.replace(/\.[^.]*$/, '').trim() || 'document';
  return {
    bytes,
    mediaType,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    fileName: `${base}.${documentTypes[mediaType]}`,
  };
}

/** Puts the file on the disk, then runs `write`; where that fails, a file that is nobody's goes again. */
export async function withKeptFile<T>(
  store: Store,
  files: DocumentFiles,
  ready: ReadyDocument,
  write: () => Promise<T>,
): Promise<T> {
  const isNew = await files.keep(ready.sha256, ready.bytes).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new Refusal('storage.full') : error;
  });
  try {
    return await write();
  } catch (error) {
    const known = await store.db
      .selectFrom('document_version')
      .select('document')
      .where('sha256', '=', ready.sha256)
      .executeTakeFirst();
    if (isNew && !known) await files.remove(ready.sha256);
    throw error;
  }
}

/** Writes a document's first or next version. @throws Refusal `document.not-found` where what it replaces is not there. */
export async function insertVersion(
  tx: Tx,
  about: {
    project: string;
    record: DocumentRecord;
    ready: ReadyDocument;
    createId: () => string;
    atMs: number;
    by: string;
  },
): Promise<{ id: string; version: number; wasPublic: boolean }> {
  const { project, record, ready, atMs } = about;
  const at = toInstant(atMs);
  const before = record.replaces == null ? null : await readNewest(tx, project, record.replaces);
  const id = before?.document ?? about.createId();
  const version = (before?.version ?? 0) + 1;
  if (!before) await tx.insertInto('document').values({ id, project, added_at: at }).execute();
  await tx
    .insertInto('document_version')
    .values({
      document: id,
      version,
      sha256: ready.sha256,
      bytes: ready.bytes.length,
      media_type: ready.mediaType,
      file_name: ready.fileName,
      title: JSON.stringify(record.title),
      kind: record.kind,
      visibility: record.visibility,
      provenance: JSON.stringify(record.provenance),
      uploaded_by: about.by,
      uploaded_at: at,
    })
    .execute();
  return { id, version, wasPublic: before?.visibility === 'public' };
}

/** The newest version of a document that was not withdrawn. */
export async function readNewest(tx: Tx, project: string, id: string) {
  const row = await tx
    .selectFrom('document')
    .innerJoin('document_version as version', 'version.document', 'document.id')
    .leftJoin('document_withdrawal as withdrawal', 'withdrawal.document', 'document.id')
    .select(['version.document', 'version.version', 'version.visibility'])
    .where('document.project', '=', project)
    .where('document.id', '=', id)
    .where('withdrawal.document', 'is', null)
    .orderBy('version.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal('document.not-found');
  return row;
}
