import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const project = await openReader(event).project(event.params.project);
  if (project === null) error(404, 'project.not-found');
  const { searchParams } = event.url;
  const readDay = (name: string): string | null => {
    const day = searchParams.get(name);
    return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day)) ? day : null;
  };
  return {
    project,
    cameraId: searchParams.get('camera'),
    then: readDay('then'),
    now: readDay('now'),
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
