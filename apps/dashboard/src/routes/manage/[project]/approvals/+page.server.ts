import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  entries: (await openReader(event).entries(event.params.project)) ?? [],
});
