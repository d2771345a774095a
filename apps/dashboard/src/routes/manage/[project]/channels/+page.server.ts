import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  cameras: (await openReader(event).managedCameras(event.params.project)) ?? [],
});
