import { browser } from '$app/env';
import { giveWay } from '#lib/features/site/give-way.ts';
import { isFirstPage } from '#lib/features/site/is-first-page.ts';
import type { PageLoad } from './$types';

/** The code of what stands below: at once where the page is drawn, later where the server drew it already. */
export const load: PageLoad = async ({ data }) => {
  if (!browser || !isFirstPage()) return { ...data, parts: await import('#lib/features/programme/below.ts') };
  // The page does not come to life in the task that evaluated its code.
  await giveWay();
  return { ...data, parts: null };
};
