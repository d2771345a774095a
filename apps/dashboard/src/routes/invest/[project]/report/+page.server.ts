import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) return { report: null };
  const month = event.url.searchParams.get('month');
  const known = month !== null && /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(month) ? month : null;
  const report = await reader.report(event.params.project, known);
  if (!report) error(404, 'project.not-found');
  return { report };
};
