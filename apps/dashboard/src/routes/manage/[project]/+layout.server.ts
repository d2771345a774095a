import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { toLocalDate } from '#lib/i18n/index.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const reader = openReader(event);
  const session = reader.session();
  // Without a session the layout above shows the sign-in form; nothing of the project is read for it.
  if (!session) return { project: null, today: '' };
  const own = session.principal.projects;
  const project =
    own === null || own.includes(event.params.project) ? await reader.project(event.params.project) : null;
  if (!project) error(404, 'project.not-found');
  return { project, today: toLocalDate(project.serverNow, project.zone) };
};
