import { openReader } from '#lib/api/reader.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
  const reader = openReader(event);
  return { session: reader.session(), needsSetup: await reader.needsSetup() };
};
