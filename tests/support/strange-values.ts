import fc from 'fast-check';

/** What people, scripts and attackers put where a value belongs; by classes. */
export const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>('', ' ', '\u0000', '\ud800', '\u202e', '\u200b', '2026-02-30', '9999-99-99', '١٢٣'),
  fc.constantFrom<unknown>(
    "'; drop table event; --",
    '../../etc/passwd',
    '<script>alert(1)</script>',
    '{{7*7}}',
    '$(id)',
  ),
  fc.constantFrom<unknown>('=1+1', '%00', '\r\nX-A: b', 'null', 'undefined', 'NaN', '__proto__', 'constructor'),
  fc.constantFrom<unknown>(-1, 0, 0.1, 1e308, -1e308, 10_001, 2 ** 53, 2 ** 53 + 2, null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ minLength: 2_001, maxLength: 2_100 }),
);

/** As `z.toJSONSchema` writes it, as far as it is read here. */
interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
}

/** Values that fit a schema, or nearly: whatever its refinements say is left to the one who refuses. */
export function arbitraryOf(schema: object): fc.Arbitrary<unknown> {
  const root = schema as JsonSchema;
  return build(root, root, 0);
}

function build(schema: JsonSchema, root: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constant(null);
  if (schema.$ref !== undefined) return build(resolve(schema.$ref, root), root, depth + 1);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => build(choice, root, depth + 1)));
  if (schema.allOf?.[0]) return build(schema.allOf[0], root, depth + 1);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return buildObject(schema, root, depth);
    case 'array':
      return fc.array(schema.items ? build(schema.items, root, depth + 1) : strange, {
        minLength: Math.min(schema.minItems ?? 0, 4),
        maxLength: Math.max(Math.min(schema.maxItems ?? 3, 3), Math.min(schema.minItems ?? 0, 4)),
      });
    case 'integer':
    case 'number':
      return fc.integer({ min: Math.max(schema.minimum ?? -10, -1e9), max: Math.min(schema.maximum ?? 10_000, 1e9) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return buildText(schema);
    default:
      return strange;
  }
}

function buildObject(schema: JsonSchema, root: JsonSchema, depth: number): fc.Arbitrary<unknown> {
  const entries = Object.entries(schema.properties ?? {});
  if (entries.length === 0) return fc.constant({});
  const required = (schema.required ?? []).filter((name) => entries.some(([known]) => known === name));
  return fc.record(Object.fromEntries(entries.map(([name, part]) => [name, build(part, root, depth + 1)])), {
    requiredKeys: required,
  });
}

/** Texts of a form that is written in the schema; dates and instants where it asks for those. */
function buildText({ pattern }: JsonSchema): fc.Arbitrary<unknown> {
  const known = fc.constantFrom<unknown>('k-park', 'M06', 'gate-1', '2026-11-20', '2026-11-20T06:00:00.000Z', 'Text');
  if (pattern === undefined) return known;
  try {
    return fc.oneof({ weight: 1, arbitrary: known }, { weight: 2, arbitrary: fc.stringMatching(new RegExp(pattern)) });
  } catch {
    // A form that cannot be generated from: what is known often fits.
    return known;
  }
}

function resolve(ref: string, root: JsonSchema): JsonSchema {
  return root.$defs?.[ref.split('/').at(-1) ?? ''] ?? {};
}

/** A value with one thing in it spoilt: a field made strange, taken out, or added, or all of it replaced. */
export function spoil(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const place = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'replace', 'remove', 'add', 'all'),
    bad: strange,
  });
  return fc.tuple(value, place, fc.string({ minLength: 1, maxLength: 12 })).map(([good, { at, kind, bad }, name]) => {
    if (kind === 'all' || typeof good !== 'object' || good === null || Array.isArray(good)) return bad;
    const keys = Object.keys(good);
    const key = keys[at % Math.max(keys.length, 1)] ?? name;
    if (kind === 'add') return { ...good, [name]: bad };
    if (kind === 'replace') return { ...good, [key]: bad };
    return Object.fromEntries(Object.entries(good).filter(([one]) => one !== key));
  });
}
