import { createHash } from 'node:crypto';
import busboy from 'busboy';
import type { Request } from 'express';
import { instantSchema, plainText, Refusal } from '@sitecast/contract';
import type { Upload } from '../platform/call.ts';

export const uploadLimitBytes = 20 * 1_024 * 1_024;
const credit = plainText(120);

/**
 * Reads `multipart/form-data` with one file field `photo` and the text fields `credit` and `takenAt`. The bytes stay in
 * memory, at most 20 MB: nothing is on the disk before it is known to be a picture.
 */
export function readUpload(request: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    let bytes: Buffer | null = null;
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
        limits: { files: 1, fields: 4, fieldSize: 1_000, parts: 6, fileSize: uploadLimitBytes, headerPairs: 20 },
      });
    } catch {
      reject(new Refusal('request.media-type'));
      return;
    }
    parser.on('file', (name, stream) => {
      if (name !== 'photo') {
        stream.resume();
        refuse(unknownField(name));
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => refuse(new Refusal('request.too-large')));
      stream.on('error', () => refuse(new Refusal('request.unparsable')));
      stream.on('end', () => (bytes = Buffer.concat(chunks)));
    });
    parser.on('field', (name, value) => {
      if (name !== 'credit' && name !== 'takenAt') refuse(unknownField(name));
      else if (fields.has(name)) refuse(badField(name, 'is given twice'));
      else fields.set(name, value);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => refuse(new Refusal('request.invalid', { detail: 'too many parts' })));
    }
    parser.on('error', () => refuse(new Refusal('request.unparsable')));
    request.on('aborted', () => refuse(new Refusal('request.unparsable')));
    parser.on('close', () => {
      if (!bytes || bytes.length === 0) {
        reject(new Refusal('request.invalid', { fields: [{ field: 'photo', message: 'is missing' }] }));
        return;
      }
      const checked = checkFields(fields);
      if (checked instanceof Refusal) reject(checked);
      else resolve({ bytes, sha256: createHash('sha256').update(bytes).digest('hex'), ...checked });
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

function checkFields(fields: Map<string, string>): { credit: string | null; takenAt: string | null } | Refusal {
  const sentCredit = fields.get('credit') ?? '';
  const sentTime = fields.get('takenAt') ?? '';
  if (sentCredit !== '' && !credit.safeParse(sentCredit).success) {
    return new Refusal('request.invalid', { fields: [{ field: 'credit', message: 'is not a plain text of 1–120' }] });
  }
  if (sentTime !== '' && !instantSchema.safeParse(sentTime).success) {
    return new Refusal('request.invalid', { fields: [{ field: 'takenAt', message: 'is not an instant' }] });
  }
  return { credit: sentCredit === '' ? null : sentCredit.trim(), takenAt: sentTime === '' ? null : sentTime };
}
