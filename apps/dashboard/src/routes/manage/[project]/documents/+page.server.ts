import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  documents: (await openReader(event).documents(event.params.project)) ?? [],
});
