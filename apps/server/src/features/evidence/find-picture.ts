import { isAllowed, type Caller } from '../../platform/caller.ts';
import type { Reader } from '../../platform/store.ts';
import type { EvidenceFiles } from './evidence-files.ts';

/** A drawn copy that may be shown to a caller. */
export interface Picture {
  file: string;
  /** Part of a post: anyone may see and keep it. */
  isPublic: boolean;
}

/**
 * null: not there for this caller. What no published post carries is seen by those who upload to its project or judge
 * its posts, and by nobody else; the original is for nobody.
 */
export async function findPicture(
  db: Reader,
  files: EvidenceFiles,
  request: { id: string; size: 'large' | 'small'; caller: Caller },
): Promise<Picture | null> {
  const row = await db
    .selectFrom('evidence')
    .select(['sha256', 'project', 'attached_at'])
    .where('id', '=', request.id)
    .executeTakeFirst();
  if (!row) return null;
  const isPublic = row.attached_at !== null;
  const mayJudge = isAllowed(request.caller, 'entry.read', row.project);
  if (!isPublic && !mayJudge && !isAllowed(request.caller, 'evidence.upload', row.project)) return null;
  return { file: files.pathOf(row.sha256, request.size), isPublic };
}
