import sharp from 'sharp';
import type { TestCaller, TestServer } from './start-test-server.ts';

/** Uploads a small drawn photo to K-Park and returns its id. `takenAt`: when it was taken, where that is said. */
export async function uploadPhoto(server: TestServer, as: TestCaller, takenAt?: string): Promise<string> {
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#357' } })
    .jpeg()
    .toBuffer();
  const form = new FormData();
  form.set('photo', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
  if (takenAt !== undefined) form.set('takenAt', takenAt);
  const { body } = await server.ask('POST', '/api/projects/k-park/evidence', { as, body: form });
  return body.id as string;
}
