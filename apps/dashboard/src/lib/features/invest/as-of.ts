/** The day of `?asOf=`; null where none, or no day, was asked for. */
export function parseAsOf(url: URL): string | null {
  const text = url.searchParams.get('asOf');
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : text;
}
