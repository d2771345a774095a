import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) return { people: [], projects: [] };
  const people = await reader.people();
  if (!people) error(403, 'permission.denied');
  return { people, projects: (await reader.programme()).projects.map(({ code, name }) => ({ code, name })) };
};
