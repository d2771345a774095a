import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const project = await reader.project(event.params.project);
  if (project === null) error(404, 'project.not-found');
  const { districts, name } = await reader.programme();
  return {
    project,
    programme: { name },
    district: districts.find(({ code }) => code === project.summary.district)?.name ?? null,
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
