/** Asia/Almaty is UTC+5 all year since 1 March 2024 (tz database 2024a). */
export const siteOffsetMs = 5 * 3_600_000;

/** `2026-11-23 14:05:09` on the site's clock. */
export function formatSiteTime(atMs: number): string {
  return new Date(atMs + siteOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** Hours since the site's midnight, 0–24. */
export function toSiteHour(atMs: number): number {
  return ((atMs + siteOffsetMs) % 86_400_000) / 3_600_000;
}
