import type { LayoutServerLoad } from './$types';

/** What every page knows: its language and whether somebody is signed in (never who: that is the manage pages' matter). */
export const load: LayoutServerLoad = ({ locals, platform }) => ({
  locale: locals.locale,
  signedIn: platform?.req.sitecast?.session() != null,
});
