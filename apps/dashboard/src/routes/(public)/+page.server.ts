import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const programme = await openReader(event).programme();
  return { programme, clock: { zone: programme.zone, serverNow: programme.serverNow } };
};
