import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { instantSchema, plainText, Refusal } from '@sitecast/contract';
import type { FileUpload, Upload } from '../platform/call.ts';
import { readMultipart } from './read-multipart.ts';

export const uploadLimitBytes = 20 * 1_024 * 1_024;
/** A schedule of 50,000 activities is some 30 MB. */
const scheduleLimitBytes = 48 * 1_024 * 1_024;
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
  const plain = fileName.toWellFormed().replaceAll(/[\u0000-\u001F\u007F/\\]/g, ' ');
  const name = plain.trim().slice(0, 120).toWellFormed() || '—';
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), fileName: name };
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
