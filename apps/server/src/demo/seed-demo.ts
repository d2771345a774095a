import { appendAudit } from '../platform/audit.ts';
import type { Ids } from '../platform/ids.ts';
import type { Store, Tx } from '../platform/store.ts';
import { seedCameraMasks } from './camera-masks.ts';
import { inFive } from './local-text.ts';
import { districts, programme, programmeMilestones, targets } from './programme.ts';
import { createKParkDocuments, type DemoDocument } from './k-park-documents.ts';
import { projects } from './projects.ts';
import { seedKPark, type ProgressDoors } from './seed-k-park.ts';
import { sample } from './sources.ts';

/**
 * Makes the demo programme: all of it or, where the machine dies on the way, nothing. Facts carry their source;
 * whatever is invented is a sample. Cameras are not made here: the simulator adds them as any site would.
 */
export async function seedDemo<Item extends { code: string }>(
  parts: {
    store: Store;
    ids: Ids;
    /** Whatever is posted into this database later is a sample as well. */
    markAsDemo(tx: Tx): Promise<void>;
    addDocument(tx: Tx, project: string, document: DemoDocument): Promise<void>;
  } & ProgressDoors<Item>,
): Promise<void> {
  await parts.store.write(async (tx) => {
    await parts.markAsDemo(tx);
    await insertProgramme(tx);
    for (const [position, project] of projects.entries()) await insertProject(tx, project, position);
    await seedKPark(tx, parts, () => parts.ids.createId());
    for (const document of createKParkDocuments()) await parts.addDocument(tx, 'k-park', document);
    await insertNotice(tx, parts.ids.createId());
    await seedCameraMasks(tx);
    await tx
      .insertInto('channel')
      .values({
        code: 'k-park',
        project: 'k-park',
        // The machine's own pages stand in for a partner's site where the demo runs.
        allowed_origins: JSON.stringify([
          'https://alatau.city',
          'https://www.alatau.city',
          'http://localhost:*',
          'http://127.0.0.1:*',
        ]),
      })
      .execute();
    await appendAudit(tx, {
      atMs: Date.parse('2026-11-01T04:00:00.000Z'),
      actor: 'system',
      action: 'demo.seed',
      entity: 'programme',
      entityId: programme.code,
      requestId: null,
    });
  });
}

async function insertProgramme(tx: Tx): Promise<void> {
  const { code, zone } = programme;
  const provenance = JSON.stringify(programme.provenance);
  const name = JSON.stringify(programme.name);
  await tx
    .insertInto('programme')
    .values({ code, zone, provenance, name, description: JSON.stringify(programme.description) })
    .execute();
  await tx
    .insertInto('district')
    .values(
      districts.map((district, position) => ({
        code: district.code,
        programme: code,
        position,
        name: JSON.stringify(district.name),
        theme: JSON.stringify(district.theme),
        provenance,
      })),
    )
    .execute();
  for (const [position, { metric, title, unit, values }] of targets.entries()) {
    await tx
      .insertInto('target')
      .values({ programme: code, metric, position, title: JSON.stringify(title), unit })
      .execute();
    await tx
      .insertInto('target_value')
      .values(
        values.map((value, order) => ({
          ...value,
          programme: code,
          metric,
          position: order,
          provenance: JSON.stringify(value.provenance),
        })),
      )
      .execute();
  }
  await tx
    .insertInto('programme_milestone')
    .values(
      programmeMilestones.map((milestone, position) => ({
        programme: code,
        position,
        title: JSON.stringify(milestone.title),
        date: JSON.stringify(milestone.date),
        done: milestone.done ? 1 : 0,
        provenance: JSON.stringify(milestone.provenance),
      })),
    )
    .execute();
}

async function insertProject(tx: Tx, project: (typeof projects)[number], position: number): Promise<void> {
  const { code, district, category, funding, status } = project;
  await tx
    .insertInto('project')
    .values({
      code,
      programme: programme.code,
      district,
      district_disputed: project.districtDisputed ? 1 : 0,
      position,
      name: JSON.stringify(project.name),
      description: JSON.stringify(project.description),
      category,
      funding,
      status,
      zone: programme.zone,
      ...programme.place,
      area_m2: project.areaM2,
      roll_up_weight: 1,
      weight_basis: 'agreed',
      provenance: JSON.stringify(project.provenance),
      funding_provenance: JSON.stringify(project.fundingProvenance ?? project.provenance),
      dates: JSON.stringify(project.dates ?? []),
    })
    .execute();
  for (const [order, party] of project.parties.entries()) {
    const { name, role, certainty } = party;
    const provenance = JSON.stringify(party.provenance);
    await tx
      .insertInto('party')
      .values({ project: code, position: order, name, role, certainty, provenance })
      .execute();
  }
  for (const [order, fact] of project.facts.entries()) {
    await tx
      .insertInto('fact')
      .values({
        project: code,
        position: order,
        text: JSON.stringify(fact.text),
        provenance: JSON.stringify(fact.provenance),
      })
      .execute();
  }
}

async function insertNotice(tx: Tx, id: string): Promise<void> {
  const text = inFive(
    'Қаңқа жұмыстары жалғасуда; материал түнгі уақытта да жеткізіледі.',
    'Продолжаются работы по каркасу; материалы доставляют и ночью.',
    'Work on the frame goes on; deliveries come at night as well.',
    '골조 공사가 계속되며 야간에도 자재가 반입됩니다.',
    '主体结构施工继续进行，夜间也有材料进场。',
  );
  await tx
    .insertInto('notice')
    .values({
      id,
      project: 'k-park',
      kind: 'news',
      text: JSON.stringify(text),
      from_at: '2026-11-02T04:00:00.000Z',
      to_at: null,
      posted_by: 'demo',
      provenance: JSON.stringify(sample),
    })
    .execute();
}
