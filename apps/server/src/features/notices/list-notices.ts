import type { NoticeView } from '@sitecast/contract';
import type { Reader } from '../../platform/store.ts';
import { toNoticeView } from './notice-handlers.ts';

/** The newest notices that have not ended, of one project or (null) of all. */
export async function listNotices(db: Reader, project: string | null, at: string, limit = 20): Promise<NoticeView[]> {
  const rows = await db
    .selectFrom('notice')
    .selectAll()
    .where((eb) => eb.or([eb('to_at', 'is', null), eb('to_at', '>', at)]))
    .$if(project !== null, (query) => query.where('project', '=', project))
    .orderBy('from_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toNoticeView);
}
