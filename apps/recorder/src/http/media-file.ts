import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '@sitecast/contract';
import { unlessMissing } from '../storage/atomic-file.ts';
import { sendMediaParts, type FileRight } from './media-parts.ts';
import type { MediaType } from './media-response.ts';

/** A finished file that is too large to hold in memory. Its content never changes under its address. */
export interface MediaFile {
  path: string;
  type: MediaType;
  /** The name a download gets; null: it is played in place. */
  saveAs: string | null;
}

/** Sends a file or a range of it, as fast as it is taken. Rejects with Refusal where it is not there. */
export async function sendMediaFile(
  request: IncomingMessage,
  response: ServerResponse,
  { path, type, saveAs }: MediaFile,
  right: FileRight,
): Promise<void> {
  const found = await unlessMissing(stat(path));
  if (!found) throw new Refusal('media.not-found');
  return sendMediaParts(request, response, { parts: [{ path, offset: 0, bytes: found.size }], type, saveAs }, right);
}
