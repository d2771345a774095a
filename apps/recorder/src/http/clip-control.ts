import type { IncomingMessage } from 'node:http';
import { cutClipRequestSchema, Refusal, type ClipView } from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import type { ClipDesk } from '../cameras/clips/clip-desk.ts';
import { readJson } from './body.ts';

/** Form of a clip's id, here and in its address. */
export const clipIdForm = /^[0-9a-f]{32}$/;

/** Orders, asks after and gives up clips: `/control/clips` and what is below it. Rejects with Refusal. */
export async function controlClips(
  desk: ClipDesk,
  findCamera: (id: string) => Camera,
  request: IncomingMessage,
  id: string | null,
): Promise<ClipView | null> {
  if (id === null) {
    if (request.method !== 'POST') throw new Refusal('request.method');
    const order = await readJson(request, cutClipRequestSchema);
    return desk.order(findCamera(order.camera), order);
  }
  const view = clipIdForm.test(id) ? await desk.find(id) : null;
  if (!view) throw new Refusal('clip.not-found');
  if (request.method === 'GET') return view;
  if (request.method !== 'DELETE') throw new Refusal('request.method');
  await desk.giveUp(id);
  return null;
}
