import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { documentRecordSchema, instantSchema, plainText, Refusal, toFieldFaults } from '@sitecast/contract';
import type { DocumentUpload, FileUpload, Upload } from '../platform/call.ts';
import { readMultipart } from './read-multipart.ts';

export const uploadLimitBytes = 20 * 1_024 * 1_024;
/** A schedule of 50,000 activities is some 30 MB. */
const scheduleLimitBytes = 48 * 1_024 * 1_024;
const documentLimitBytes = 32 * 1_024 * 1_024;
/** A title in five languages and a source. */
const recordBytes = 16 * 1_024;
const credit = plainText(120);

/** Reads `multipart/form-data` with one file field `photo` and the text fields `credit` and `takenAt`. */
export async function readUpload(request: Request): Promise<Upload> {
  const { bytes, fields } = await readMultipart(request, {
    file: 'photo',
    fields: ['credit', 'takenAt'],
    limitBytes: uploadLimitBytes,
  });
  const checked = checkFields(fields);
  if (checked instanceof Refusal) throw checked;
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), ...checked };
}

/** Reads `multipart/form-data` with the one file field `schedule`. Its name is kept as a word for people, nothing more. */
export async function readScheduleUpload(request: Request): Promise<FileUpload> {
  const limitBytes = scheduleLimitBytes;
  const { bytes, fileName } = await readMultipart(request, { file: 'schedule', fields: [], limitBytes });
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), fileName: toFileName(fileName) };
}

/** Reads `multipart/form-data` with one file field `document` and the JSON text field `record`. */
export async function readDocumentUpload(request: Request): Promise<DocumentUpload> {
  const { bytes, fileName, fields } = await readMultipart(request, {
    file: 'document',
    fields: ['record'],
    limitBytes: documentLimitBytes,
    fieldBytes: recordBytes,
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, sha256, fileName: toFileName(fileName), record: parseRecord(fields.get('record') ?? '') };
}

function parseRecord(text: string): DocumentUpload['record'] {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw new Refusal('request.invalid', { fields: [{ field: 'record', message: 'is no JSON' }] });
  }
  const parsed = documentRecordSchema.safeParse(said);
  if (parsed.success) return parsed.data;
  throw new Refusal('request.invalid', { fields: toFieldFaults(parsed.error) });
}

/** A word for people, nothing more: no file of ours is called so. */
function toFileName(sent: string): string {
  const plain = sent.toWellFormed().replaceAll(/[\u0000-\u001F\u007F/\\]/g, ' ');
  return plain.trim().slice(0, 120).toWellFormed() || '—';
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
