import fc from 'fast-check';
import type { Sent } from './send-many.ts';
import { strange } from './strange-values.ts';

/** How a part of a form may be written, well and badly. */
interface Part {
  disposition: string;
  type: string;
  bytes: Uint8Array;
}
interface Form {
  parts: Part[];
  end: string;
  boundary: string;
  /** As the header says it. */
  said: string;
}

const lineEnd = fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', '\r', '');

/** The bytes of a form by its own grammar, with the ends of lines that were asked for. */
export function writeForm({ parts, end, boundary }: Form, newline: string): Uint8Array {
  const pieces = parts.flatMap(({ disposition, type, bytes }) => [
    Buffer.from(`--${boundary}${newline}${disposition}${newline}${type === '' ? '' : type + newline}${newline}`),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(end)]);
}

const disposition = (field: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(`Content-Disposition: form-data; name="${field}"; filename="a.jpg"`) },
    fc.constantFrom(
      ...['', 'Content-Disposition: form-data', 'Content-Disposition:', 'Content-Disposition: attachment; name="a"'],
      ...[`content-disposition: form-data; name=${field}; filename*=UTF-8''%zz`, 'X: '.repeat(2_000), ': :', '\0'],
      `Content-Disposition: form-data; name="${field}"; filename="../../x\0.jpg"`,
      `Content-Disposition: form-data; name="${field}"; filename="${'n'.repeat(5_000)}"`,
      `Content-Disposition: form-data; name="${field}"`,
      'Content-Disposition: form-data; name="__proto__"; filename="a"',
    ),
    fc.string({ maxLength: 60 }).map((name) => `Content-Disposition: form-data; name="${name}"; filename="a"`),
  );
const textPart = (names: readonly string[]): fc.Arbitrary<Part> =>
  fc.record({
    disposition: fc.constantFrom(...names, 'other', '').map((name) => `Content-Disposition: form-data; name="${name}"`),
    type: fc.constantFrom('', 'Content-Type: application/json', 'Content-Transfer-Encoding: base64'),
    bytes: strange.map((value) => Buffer.from(String(value))),
  });

/** Forms with one file of that field, and other parts before it or behind it. */
export function toForms(field: string, texts: readonly string[], file: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Sent> {
  const part = fc.record({
    disposition: disposition(field),
    type: fc.constantFrom('Content-Type: image/jpeg', 'Content-Type: text/html', '', 'Content-Type: ;;;'),
    bytes: file,
  });
  const boundary = fc.constantFrom('----b', 'b', '-'.repeat(69), 'b b', 'ü', '"');
  const form = fc
    .tuple(fc.array(fc.oneof(part, part, textPart(texts)), { maxLength: 8 }), boundary, fc.nat(9), lineEnd)
    .map(([parts, name, kind, newline]) => {
      const end = kind === 0 ? '' : kind === 1 ? `--${name}` : kind === 2 ? `--${name}--x` : `--${name}--\r\n`;
      const said = kind === 3 ? 'other' : name;
      return { bytes: writeForm({ parts, end, boundary: name, said }, newline), said };
    });
  const type = fc.constantFrom(
    ...['multipart/form-data; boundary=?', 'multipart/form-data; boundary=?', 'multipart/form-data; boundary=?'],
    ...['multipart/form-data', 'multipart/mixed; boundary=?', 'application/json', 'multipart/form-data; boundary=""'],
  );
  return fc.tuple(form, type).map(([{ bytes, said }, written]) => ({
    method: 'POST',
    path: '',
    headers: { 'content-type': written.replace('?', said.replaceAll(/[^ -~]/g, 'x')) },
    body: bytes,
  }));
}
