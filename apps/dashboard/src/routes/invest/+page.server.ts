import { openReader } from '#lib/api/reader.server.ts';
import { parseAsOf } from '#lib/features/invest/as-of.ts';
import type { PageServerLoad } from './$types';

/** Nothing is read for a visitor: the layout shows them the door. */
export const load: PageServerLoad = async (event) => ({
  portfolio: await openReader(event).portfolio(parseAsOf(event.url)),
});
