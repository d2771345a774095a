import type { LocalText, TimeLapseSettings } from '@sitecast/contract';
import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { TimeLapseParts } from './parts.ts';

/** What the recorder is told about each camera: where it stands, what its film is called, which moments are chapters. */
export async function readAllSettings(
  db: Reader,
  parts: Pick<TimeLapseParts, 'readRest'>,
): Promise<Map<string, TimeLapseSettings>> {
  const cameras = await db
    .selectFrom('camera')
    .innerJoin('project', 'project.code', 'camera.project')
    .select(['camera.id', 'camera.name', 'camera.project'])
    .select(['project.name as projectName', 'project.zone', 'project.latitude', 'project.longitude'])
    .where('camera.removed_at', 'is', null)
    .execute();
  const programme = await db.selectFrom('programme').select('name').executeTakeFirst();
  const marks = new Map<string, TimeLapseSettings['marks']>();
  const rests = new Map<string, TimeLapseSettings['rest']>();
  for (const project of new Set(cameras.map((camera) => camera.project))) {
    marks.set(project, await readMarks(db, project));
    rests.set(project, await parts.readRest(db, project));
  }
  return new Map(
    cameras.map((camera) => [
      camera.id,
      {
        place: { latitude: camera.latitude, longitude: camera.longitude, zone: camera.zone },
        title: `${inFile(camera.projectName)} · ${inFile(camera.name)}`.slice(0, 200),
        credit: `Sitecast · ${programme ? inFile(programme.name) : ''}`.slice(0, 200),
        rest: rests.get(camera.project) ?? { weekdays: [], dates: [] },
        marks: marks.get(camera.project) ?? [],
      },
    ]),
  );
}

/** Reached milestones, from the beginning of their day in UTC: the first frame of the day or, west of it, nearly so. */
async function readMarks(db: Reader, project: string): Promise<TimeLapseSettings['marks']> {
  const rows = await db
    .selectFrom('item_state as state')
    .innerJoin('plan_item as item', (join) =>
      join.onRef('item.project', '=', 'state.project').onRef('item.code', '=', 'state.code'),
    )
    .select(['item.code', 'item.title', 'state.actual'])
    .where('state.project', '=', project)
    .where('state.state', '=', 'done')
    .where('state.actual', 'is not', null)
    .orderBy('state.actual')
    .orderBy('item.code')
    .limit(500)
    .execute();
  return rows.map(({ code, title, actual }) => ({
    at: `${(actual ?? '').slice(0, 10)}T00:00:00.000Z`,
    title: inFile(title).slice(0, 200),
    ref: code,
  }));
}

/** A file has one language: English where there is a name in it. A page shows its reader's own by the code. */
function inFile(json: string): string {
  const name = readJson<LocalText>(json);
  return name.en ?? Object.values(name).find((text) => text !== undefined) ?? '';
}
