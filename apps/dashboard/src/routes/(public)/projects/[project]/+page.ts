import { browser } from '$app/env';
import { isFirstPage } from '#lib/features/site/is-first-page.ts';
import type { PageLoad } from './$types';

/** The code of what stands below: at once where the page is drawn, later where the server drew it already. */
export const load: PageLoad = async ({ data }) => ({
  ...data,
  parts: browser && isFirstPage() ? null : await import('#lib/features/project/below.ts'),
});
