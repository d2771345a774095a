import busboy from 'busboy';
import { Refusal } from '@sitecast/contract';
import type { Request } from 'express';

/** What a form may hold: one file of one name, and the named texts. */
export interface MultipartForm {
  readonly file: string;
  readonly fields: readonly string[];
  readonly limitBytes: number;
  /** Of one text; 1,000 where nothing is said. */
  readonly fieldBytes?: number;
}

export interface Multipart {
  readonly bytes: Buffer;
  readonly fileName: string;
  readonly fields: Map<string, string>;
}

/**
 * Reads `multipart/form-data` with one file. The bytes stay in memory, at most `limitBytes`: nothing is on the disk before
 * it is known to be what it should.
 */
export function readMultipart(request: Request, form: MultipartForm): Promise<Multipart> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let sent: { bytes: Buffer; fileName: string } | null = null;
    const refuse = (refusal: Refusal): void => {
      request.unpipe(parser);
      // What still comes is read and dropped, so that the client gets to see the answer.
      request.resume();
      reject(refusal);
    };
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: request.headers,
        defParamCharset: 'utf8',
        limits: {
          files: 1,
          fields: 4,
          fieldSize: form.fieldBytes ?? 1_000,
          parts: 6,
          fileSize: form.limitBytes,
          headerPairs: 20,
        },
      });
    } catch {
      reject(new Refusal('request.media-type'));
      return;
    }
    parser.on('file', (name, stream, { filename: fileName }) => {
      if (name !== form.file) {
        stream.resume();
        refuse(unknownField(name));
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => refuse(new Refusal('request.too-large')));
      stream.on('error', () => refuse(new Refusal('request.unparsable')));
      stream.on('end', () => (sent = { bytes: Buffer.concat(chunks), fileName: fileName ?? '' }));
    });
    parser.on('field', (name, value, { valueTruncated }) => {
      if (valueTruncated) refuse(badField(name, 'is too long'));
      else if (!form.fields.includes(name)) refuse(unknownField(name));
      else if (fields.has(name)) refuse(badField(name, 'is given twice'));
      else fields.set(name, value);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse(new Refusal('request.invalid', { detail: 'too many parts' })));
    }
    parser.on('error', () => refuse(new Refusal('request.unparsable')));
    request.on('aborted', () => refuse(new Refusal('request.unparsable')));
    parser.on('close', () => {
      if (!sent || sent.bytes.length === 0) {
        reject(badField(form.file, 'is missing'));
        return;
      }
      resolve({ ...sent, fields });
    });
    request.pipe(parser);
  });
}

/** The parser's types promise a name; for a part without one it is undefined. */
function unknownField(name: string | undefined): Refusal {
  return name ? badField(name.slice(0, 80), 'is not a known field') : badField('body', 'has a part without a name');
}

function badField(field: string, message: string): Refusal {
  return new Refusal('request.invalid', { fields: [{ field, message }] });
}
