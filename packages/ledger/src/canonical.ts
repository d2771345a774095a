/** A value as JSON knows it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Deeper than anything this product writes; a file made to exhaust the stack is refused instead. */
const deepest = 64;

/**
 * The one text of a value (RFC 8785, JSON Canonicalization Scheme): keys in the order of their UTF-16 code units,
 * numbers as ECMAScript writes them, no space. Two programs that agree on the value agree on every byte.
 * @throws RangeError where a value has no canonical text: not finite, a lone surrogate, nested too deep.
 */
export function toCanonicalJson(value: Json): string {
  return write(value, 0);
}

function write(value: Json, depth: number): string {
  if (typeof value === 'string') return writeText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError('a number that is not finite has no JSON');
    // JSON.stringify is ECMAScript's own number text, and makes 0 of -0, as the RFC asks.
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (depth >= deepest) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return `[${value.map((one: Json) => write(one, depth + 1)).join(',')}]`;
  const fields = value as { readonly [key: string]: Json };
  let text = '{';
  // The default order of sort() is by UTF-16 code units: what the RFC asks for.
  for (const key of Object.keys(fields).sort()) {
    if (text.length > 1) text += ',';
    text += `${writeText(key)}:${write(fields[key] as Json, depth + 1)}`;
  }
  return `${text}}`;
}

function writeText(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a lone surrogate has no UTF-8');
  return JSON.stringify(text);
}
