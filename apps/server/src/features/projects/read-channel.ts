import { readJson } from '../../platform/json-column.ts';
import type { Reader } from '../../platform/store.ts';
import type { ProjectReaders } from './parts.ts';

/** A place where a project is published: who may frame it, and which cameras it shows. */
export interface Channel {
  project: string;
  allowedOrigins: string[];
  cameras: string[];
}

/** null: no such channel. It shows every camera of its project that is public now. */
export async function readChannel(
  db: Reader,
  readers: Pick<ProjectReaders, 'listCameras'>,
  code: string,
): Promise<Channel | null> {
  const row = await db.selectFrom('channel').selectAll().where('code', '=', code).executeTakeFirst();
  if (!row) return null;
  const cameras = await readers.listCameras(db, row.project);
  return {
    project: row.project,
    allowedOrigins: readJson<string[]>(row.allowed_origins),
    cameras: cameras.map((camera) => camera.id),
  };
}
