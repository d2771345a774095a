/**
 * A JSON column as what it was written from. Only this server writes these columns, from values that passed their
 * schema, and every answer passes its own on the way out; so the type is told here, not checked a third time.
 */
export function readJson<T>(text: string): T;
export function readJson<T>(text: string | null): T | null;
export function readJson<T>(text: string | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
