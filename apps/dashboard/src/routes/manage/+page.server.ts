import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const session = reader.session();
  if (!session) return { projects: [], programme: null };
  const programme = await reader.programme();
  const own = session.principal.projects;
  return {
    // Whoever may hide all of it at once is shown the curtain of the whole programme.
    programme: own === null ? { code: programme.code, zone: programme.zone } : null,
    projects: programme.projects.filter((project) => own === null || own.includes(project.code)),
  };
};
