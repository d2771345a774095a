import type { Caller } from '../../platform/caller.ts';
import type { Reader } from '../../platform/store.ts';
import type { DocumentFiles } from './document-files.ts';
import { isWithin, visibleTo } from './read-documents.ts';

/** A file that a caller may take. */
export interface FoundDocument {
  file: string;
  fileName: string;
  mediaType: string;
  /** Anyone may read it. */
  isPublic: boolean;
}

/** null: not there for this caller; withdrawn, absent and not theirs answer alike. */
export async function findDocument(
  db: Reader,
  files: DocumentFiles,
  request: { id: string; version: number; caller: Caller },
): Promise<FoundDocument | null> {
  const versions = await db
    .selectFrom('document')
    .innerJoin('document_version as version', 'version.document', 'document.id')
    .leftJoin('document_withdrawal as withdrawal', 'withdrawal.document', 'document.id')
    .selectAll('version')
    .select('document.project')
    .where('document.id', '=', request.id)
    .where('withdrawal.document', 'is', null)
    .orderBy('version.version', 'desc')
    .execute();
  const newest = versions[0];
  const asked = versions.find((one) => one.version === request.version);
  if (!newest || !asked) return null;
  const mayRead = visibleTo(request.caller, newest.project).includes(newest.visibility);
  if (!mayRead || (asked !== newest && !isWithin(newest.visibility, asked.visibility))) return null;
  return {
    file: files.pathOf(asked.sha256),
    fileName: asked.file_name,
    mediaType: asked.media_type,
    isPublic: newest.visibility === 'public',
  };
}
