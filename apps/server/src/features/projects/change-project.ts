import { Refusal, type ChangeProjectRequest, type ProjectDetails, type ProjectRecord } from '@sitecast/contract';
import { toLocalDate } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant } from '../../platform/clock.ts';
import { appendEvent } from '../../platform/event-log/append-event.ts';
import { readJson } from '../../platform/json-column.ts';
import type { Reader, Tx } from '../../platform/store.ts';
import type { ProjectReaders } from './parts.ts';
import { toDetails } from './read-details.ts';

export function createProjectRecordHandlers(
  readers: ProjectReaders,
): HandlersOf<'project-record.read' | 'project.change'> {
  return {
    'project-record.read': async (call) => {
      const record = await readProjectRecord(readers.store.db, call.params.project);
      if (!record) throw new Refusal('project.not-found');
      return record;
    },

    'project.change': (call) =>
      call.write(async (tx) => {
        const { project: code } = call.params;
        const before = await readProjectRecord(tx, code);
        if (!before) throw new Refusal('project.not-found');
        const { expectedVersion, note, ...said } = call.body;
        if (expectedVersion !== before.version) {
          throw new Refusal('record.conflict', { current: { version: before.version } });
        }
        const atMs = readers.clock.now();
        const at = toInstant(atMs);
        await checkDates(tx, said, code, at);
        const after: ProjectDetails = { code, ...said };
        const fields = listChanged(before.details, after);
        if (fields.length === 0) {
          throw new Refusal('request.invalid', { fields: [{ field: 'body', message: 'changes nothing' }] });
        }
        const version = before.version + 1;
        const actor = call.caller.principal?.id ?? 'visitor';
        await writeDetails(tx, after, version);
        await tx
          .insertInto('project_change')
          .values({
            project: code,
            version,
            changed_by: actor,
            changed_at: at,
            note,
            fields: JSON.stringify(fields),
            before: JSON.stringify(before.details),
            after: JSON.stringify(after),
          })
          .execute();
        await appendAudit(tx, {
          atMs,
          actor,
          action: 'project.change',
          entity: 'project',
          entityId: code,
          requestId: call.requestId,
          detail: { version, fields, note },
        });
        const payload = { details: after };
        await appendEvent(tx, { atMs, audience: 'public', project: code, type: 'project:changed', payload });
        const record = await readProjectRecord(tx, code);
        if (!record) throw new Error('a project went while it was changed');
        return record;
      }),
  };
}

/** What is said of a project with its changes, newest first; null where there is no such project. */
export async function readProjectRecord(db: Reader | Tx, code: string): Promise<ProjectRecord | null> {
  const row = await db.selectFrom('project').selectAll().where('code', '=', code).executeTakeFirst();
  if (!row) return null;
  const changes = await db
    .selectFrom('project_change as change')
    .leftJoin('principal', 'principal.id', 'change.changed_by')
    .select(['change.version', 'change.changed_at', 'change.note', 'change.fields', 'principal.name'])
    .where('change.project', '=', code)
    .orderBy('change.version', 'desc')
    .limit(50)
    .execute();
  return {
    version: row.version,
    details: await toDetails(db, row),
    changes: changes.map((change) => ({
      version: change.version,
      at: change.changed_at,
      by: change.name ?? '—',
      note: change.note,
      fields: readJson<string[]>(change.fields),
    })),
  };
}

/** What has come cannot lie in the future (INV7), in the days of the site (INV20). */
async function checkDates(tx: Tx, said: Pick<ChangeProjectRequest, 'dates'>, code: string, at: string): Promise<void> {
  const { zone } = await tx.selectFrom('project').select('zone').where('code', '=', code).executeTakeFirstOrThrow();
  const today = toLocalDate(at, zone);
  const fields = said.dates.flatMap(({ done, date }, index) =>
    done && date.from > today ? [{ field: `dates.${index}.date`, message: 'has not come yet' }] : [],
  );
  if (fields.length > 0) throw new Refusal('request.invalid', { fields });
}

function listChanged(before: ProjectDetails, after: ProjectDetails): string[] {
  const keys = Object.keys(after) as (keyof ProjectDetails)[];
  return keys.filter((key) => toComparable(before[key]) !== toComparable(after[key]));
}

/** The same value gives the same text, in whatever order its keys were sent; a key without a value is none. */
function toComparable(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(
          Object.entries(one)
            .filter(([, inner]) => inner !== null)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : one,
  );
}

async function writeDetails(tx: Tx, details: ProjectDetails, version: number): Promise<void> {
  const { code } = details;
  await tx
    .updateTable('project')
    .set({
      version,
      name: JSON.stringify(details.name),
      description: JSON.stringify(details.description),
      category: details.category,
      status: details.status,
      funding: details.funding,
      funding_provenance: details.fundingProvenance && JSON.stringify(details.fundingProvenance),
      area_m2: details.areaM2,
      dates: JSON.stringify(details.dates),
      provenance: JSON.stringify(details.provenance),
    })
    .where('code', '=', code)
    .execute();
  await tx.deleteFrom('party').where('project', '=', code).execute();
  await tx.deleteFrom('fact').where('project', '=', code).execute();
  for (const [position, party] of details.parties.entries()) {
    const { name, role, certainty, since, until } = party;
    await tx
      .insertInto('party')
      .values({
        project: code,
        position,
        name,
        role,
        certainty,
        since: since ? JSON.stringify(since) : null,
        until: until ? JSON.stringify(until) : null,
        provenance: JSON.stringify(party.provenance),
      })
      .execute();
  }
  for (const [position, fact] of details.facts.entries()) {
    const provenance = JSON.stringify(fact.provenance);
    await tx
      .insertInto('fact')
      .values({ project: code, position, text: JSON.stringify(fact.text), provenance })
      .execute();
  }
}
