import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const session = reader.session();
  if (!session) return { projects: [] };
  const programme = await reader.programme();
  const own = session.principal.projects;
  return {
    projects: programme.projects.filter((project) => own === null || own.includes(project.code)),
  };
};
