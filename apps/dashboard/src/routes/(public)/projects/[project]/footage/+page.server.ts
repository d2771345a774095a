import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { parseClock } from '#lib/features/footage/footage-address.ts';
import { loadFootage } from '#lib/features/footage/load-footage.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const project = await reader.project(event.params.project);
  if (project === null) error(404, 'project.not-found');
  const { searchParams } = event.url;
  const footage = await loadFootage(reader, project, {
    camera: searchParams.get('camera'),
    month: searchParams.get('month'),
    day: searchParams.get('day'),
    minute: parseClock(searchParams.get('at')),
  });
  return {
    project: { code: project.summary.code, name: project.summary.name },
    ...footage,
    isGranted: reader.mayPlayAll(project.summary.code),
    isSignedIn: reader.session() !== null,
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
