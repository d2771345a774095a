import type { DocumentKind, DocumentView, DocumentVisibility, LocalText, Provenance } from '@sitecast/contract';
import { isAllowed, seesCosts, type Caller } from '../../platform/caller.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { DocumentVersionTable } from './tables.ts';

/** What a caller may read of a project's documents. Money may stand in an investors' one: it is for whom that is shared with. */
export function visibleTo(caller: Caller, project: string): DocumentVisibility[] {
  if (isAllowed(caller, 'entry.read', project)) return ['public', 'investor', 'team'];
  return isAllowed(caller, 'figures.read', project) && seesCosts(caller) ? ['public', 'investor'] : ['public'];
}

/** The documents of a project whose newest version is of one of these, by their titles' order of adding. */
export async function listDocuments(
  db: Reader,
  project: string,
  visibilities: readonly DocumentVisibility[],
): Promise<DocumentView[]> {
  const rows = await db
    .selectFrom('document')
    .innerJoin('document_version as version', 'version.document', 'document.id')
    .leftJoin('document_withdrawal as withdrawal', 'withdrawal.document', 'document.id')
    .selectAll('version')
    .where('document.project', '=', project)
    .where('withdrawal.document', 'is', null)
    .orderBy('document.added_at')
    .orderBy('document.id')
    .orderBy('version.version', 'desc')
    .execute();
  const byDocument = Map.groupBy(rows, (row) => row.document);
  return [...byDocument.values()].flatMap(([newest, ...earlier]) =>
    newest && visibilities.includes(newest.visibility) ? [toDocumentView(project, newest, earlier)] : [],
  );
}

function toDocumentView(
  project: string,
  newest: DocumentVersionTable,
  earlier: readonly DocumentVersionTable[],
): DocumentView {
  return {
    ...toVersion(newest),
    id: newest.document,
    project,
    title: readJson<LocalText>(newest.title),
    kind: newest.kind as DocumentKind,
    visibility: newest.visibility,
    provenance: readJson<Provenance>(newest.provenance),
    // What was for fewer people than the newest one stays so.
    earlier: earlier.filter((one) => isWithin(newest.visibility, one.visibility)).map(toVersion),
  };
}

function toVersion(row: DocumentVersionTable): DocumentView['earlier'][number] {
  return {
    version: row.version,
    sha256: row.sha256,
    bytes: row.bytes,
    mediaType: row.media_type,
    fileName: row.file_name,
    uploadedAt: row.uploaded_at,
    url: `/documents/${row.document}/${row.version}`,
  };
}

const width: Record<DocumentVisibility, number> = { team: 0, investor: 1, public: 2 };

/** Whether a reader of the newest version may read an earlier one as well. */
export function isWithin(newest: DocumentVisibility, earlier: DocumentVisibility): boolean {
  return width[earlier] >= width[newest];
}
