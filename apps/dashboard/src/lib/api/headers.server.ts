import type { Locale } from '@sitecast/contract';

/**
 * Public pages may be shared by an edge for a second, so that a crowd costs one rendering; a nonce is then the same
 * for that second, for people who see the same bytes anyway. Pages of a signed-in person are nobody else's.
 */
export function toCacheControl(status: number, personal: boolean): string {
  if (personal || status >= 500) return 'private, no-store';
  return status === 200 ? 'public, max-age=0, s-maxage=1, stale-while-revalidate=2' : 'public, max-age=0, s-maxage=1';
}

/**
 * A page reads without its script, which comes behind the letters and the picture the page opens with: on a phone's line
 * they would share the bandwidth, and the first view would wait for what only its buttons need.
 */
export function preferPicture(html: string): string {
  return html.replaceAll(/(<link [^<>]*rel="modulepreload")/g, '$1 fetchpriority="low"');
}

/** Fetch early only the letters the page's language is written in. */
export function toFontPreload(path: string, locale: Locale): boolean {
  if (path.includes('latin')) return true;
  if (path.includes('cyrillic-ext')) return locale === 'kk';
  return path.includes('cyrillic') && (locale === 'kk' || locale === 'ru');
}

const originPattern = /^https?:\/\/(?:\*\.)?[a-z0-9.-]+(?::(?:\d{1,5}|\*))?$/i;

/** A policy whose frame-ancestors are these origins; anything that is not an origin is left out. */
export function toFrameAncestors(policy: string, allowedOrigins: readonly string[]): string {
  const parents = allowedOrigins.filter((origin) => originPattern.test(origin));
  const directive = `frame-ancestors ${parents.length === 0 ? "'none'" : parents.join(' ')}`;
  return policy.replace(/frame-ancestors[^;]*/, directive);
}
