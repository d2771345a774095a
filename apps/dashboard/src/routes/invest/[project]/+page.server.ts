import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { parseAsOf } from '#lib/features/invest/as-of.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) return { sheet: null, documents: [], subscription: null };
  const sheet = await reader.investorSheet(event.params.project, parseAsOf(event.url));
  if (!sheet) error(404, 'project.not-found');
  return {
    sheet,
    documents: (await reader.documents(event.params.project)) ?? [],
    subscription: await reader.subscription(event.params.project),
  };
};
