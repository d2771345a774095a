import type {
  CorrectionReason,
  LocalText,
  Measurement,
  ProgressMethod,
  Provenance,
  ReceiptPost,
} from '@sitecast/contract';
import { sql } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ReceiptParts } from './parts.ts';

/** A receipt is read by people: of a plan of thousands it names the items that weigh most, and how many there are. */
const shownPosts = 200;

export interface AskedPosts {
  project: string;
  /** null: the newest. */
  asOf: string | null;
  items: readonly Weighing[];
}

interface Weighing {
  code: string;
  weight: number;
  cancelled: boolean;
}

/** What weighs: an item that the revision in force took out does not. */
export function listWeighing<Item extends Weighing>(items: readonly Item[]): Item[] {
  return items.filter((item) => !item.cancelled && item.weight > 0);
}

/** The post of each item that counted on a day, with who answers for it, its photos and where it is sealed. */
export async function listPosts(
  db: Reader,
  parts: Pick<ReceiptParts, 'listEvidence'>,
  asked: AskedPosts,
): Promise<ReceiptPost[]> {
  const posts: ReceiptPost[] = [];
  for (const { evidence, ...post } of await listBarePosts(db, asked)) {
    posts.push({ ...post, evidence: await parts.listEvidence(db, evidence) });
  }
  return posts;
}

/** The same with the ids of the photos alone, where nobody looks at them. */
export async function listBarePosts(
  db: Reader,
  asked: AskedPosts,
): Promise<(Omit<ReceiptPost, 'evidence'> & { evidence: string[] })[]> {
  const weighing = listWeighing(asked.items);
  const items = weighing.length <= shownPosts ? weighing : takeHeaviest(weighing);
  if (items.length === 0) return [];
  const weights = new Map(items.map(({ code, weight }) => [code, weight]));
  // `+`: ordered by its index, every item of the plan would be read for the few that are asked for.
  const { rows } = await sql<PostRow>`
    select item.code, item.title, item.method, item.unit, item.provenance as item_provenance,
      post.data_date, post.measurement, post.percent_bp, post.posted_as, post.posted_at, post.verified_as,
      post.approved_as, post.published_at, post.correction_reason, post.evidence, record.n as record
    from plan_item as item
    left join progress_entry as post
      on post.project = item.project and post.item = item.code and post.version = (
      select newest.version from progress_entry as newest
      where newest.project = item.project and newest.item = item.code and newest.data_date <= ${asked.asOf ?? '9999'}
      order by newest.data_date desc, newest.version desc limit 1)
    left join ledger_record as record on record.project = item.project and record.subject = 'entry:' || post.id
    where item.project = ${asked.project} and item.code in (select value from json_each(${JSON.stringify([...weights.keys()])}))
    order by +item.position`.execute(db);
  return rows.map((row) => {
    const measurement = readJson<Measurement>(row.measurement);
    const units = measurement?.method === 'units' ? measurement : null;
    return {
      item: row.code,
      title: readJson<LocalText>(row.title),
      weight: weights.get(row.code) ?? 0,
      method: row.method as ProgressMethod,
      percentBp: row.percent_bp,
      done: units?.done ?? null,
      total: units?.total ?? null,
      unit: row.unit,
      dataDate: row.data_date,
      postedBy: row.posted_as,
      postedAt: row.posted_at,
      verifiedBy: row.verified_as,
      approvedBy: row.approved_as,
      // Rows from before the approvals were public at once.
      publishedAt: row.published_at ?? row.posted_at,
      correction: row.correction_reason as CorrectionReason | null,
      evidence: readJson<string[]>(row.evidence ?? '[]'),
      record: row.record,
      provenance: readJson<Provenance>(row.item_provenance),
    };
  });
}

/** Numbers are sorted many times faster than items: the least weight that is shown tells which of them are. */
function takeHeaviest<Item extends Weighing>(items: readonly Item[]): Item[] {
  const least =
    Float64Array.from(items, (item) => item.weight)
      .sort()
      .at(-shownPosts) ?? 0;
  const heavier = items.filter((item) => item.weight > least);
  const alike = items.filter((item) => item.weight === least);
  return [...heavier, ...alike.slice(0, shownPosts - heavier.length)];
}

interface PostRow {
  code: string;
  title: string;
  method: string;
  unit: string | null;
  item_provenance: string;
  data_date: string | null;
  measurement: string | null;
  percent_bp: number | null;
  posted_as: string | null;
  posted_at: string | null;
  verified_as: string | null;
  approved_as: string | null;
  published_at: string | null;
  correction_reason: string | null;
  evidence: string | null;
  record: number | null;
}
