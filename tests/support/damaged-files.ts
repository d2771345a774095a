import fc from 'fast-check';

/** Words that mean something to one of the readers, and values at the ends of what they may be. */
const words = fc.constantFrom(
  ...['\t', '\n', '\r\n', '"', '""', ',', ';', "'", '\u0000', '\uFEFF', '%R\t', '%T\tTASK\n', '%F\t', '%E\n', '<', '>'],
  ...['</Task>', '<Task>', '<![CDATA[', ']]>', '<!--', '&#x10FFFF;', '&lt;', '<!DOCTYPE x>', '<Project>', '/>', '<?'],
  ...['-1', '1e999', 'NaN', '١٢', '100,01', '9'.repeat(40), '2026-02-29', '9999-12-31T24:00:00', 'PT1H', 'PT-1S'],
  ...['__proto__', 'constructor', '=cmd|x', '\uD800', 'Ұ', '工程', '700', '701', '900', '0', '1', 'Y', 'N', ''],
);

/** One to four places of a valid file cut out, doubled, overwritten or torn, or a value exchanged. */
export const damage = fc.array(
  fc.record({
    at: fc.noBias(fc.nat({ max: 9_999 })),
    length: fc.nat({ max: 60 }),
    kind: fc.constantFrom('cut', 'insert', 'replace', 'double', 'end', 'byte', 'value', 'value', 'value'),
    word: words,
    byte: fc.nat({ max: 255 }),
  }),
  { minLength: 1, maxLength: 4 },
);

export function damageBytes(whole: Uint8Array, steps: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer {
  let bytes = Buffer.from(whole);
  for (const { at, length, kind, word, byte } of steps) {
    const from = Math.floor((at / 10_000) * bytes.length);
    const to = Math.min(bytes.length, from + length);
    const [head, middle, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    if (kind === 'cut') bytes = Buffer.concat([head, tail]);
    else if (kind === 'insert') bytes = Buffer.concat([head, Buffer.from(word), middle, tail]);
    else if (kind === 'replace') bytes = Buffer.concat([head, Buffer.from(word), tail]);
    else if (kind === 'double') bytes = Buffer.concat([head, middle, middle, tail]);
    else if (kind === 'value') bytes = exchangeValue(bytes, from, word);
    else if (kind === 'end') bytes = Buffer.from(head);
    else bytes = Buffer.concat([head, Buffer.from([byte]), middle, tail]);
  }
  return bytes;
}

/** Puts a word where the next value of the file stands: between tags, tabs or semicolons. */
function exchangeValue(bytes: Buffer<ArrayBuffer>, from: number, word: string): Buffer<ArrayBuffer> {
  const text = bytes.toString('latin1');
  const value = /(?<=[>\t;])[^<\t;\r\n]+/g;
  value.lastIndex = from;
  const found = value.exec(text);
  if (!found) return bytes;
  const end = found.index + found[0].length;
  return Buffer.concat([bytes.subarray(0, found.index), Buffer.from(word), bytes.subarray(end)]);
}
