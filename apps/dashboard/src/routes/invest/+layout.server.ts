import { openReader } from '#lib/api/reader.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => ({ session: openReader(event).session() });
