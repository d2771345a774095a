import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

const periodForm = /^(?:job|\d{4}-(?:\d{2}(?:-\d{2})?|W\d{2}))$/;

export const load: PageServerLoad = async (event) => {
  const project = await openReader(event).project(event.params.project);
  if (project === null) error(404, 'project.not-found');
  const period = event.url.searchParams.get('period');
  return {
    project,
    cameraId: event.url.searchParams.get('camera'),
    period: period !== null && periodForm.test(period) ? period : null,
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
