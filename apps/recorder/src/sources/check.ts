import { Refusal, type CameraSource } from '@sitecast/contract';
import { admitFile } from './file.ts';
import { HostNotFound, type SourceGuard } from './guard.ts';

/**
 * Checks a source before it is kept. Throws `Refusal('camera.source-refused')` with the field and the reason; a camera
 * that is merely switched off is no reason, a host name that nobody knows and a file that is not there are.
 */
export async function checkSource(source: CameraSource, guard: SourceGuard, importDir: string): Promise<void> {
  if (source.kind === 'file') await admitFile(source.path, importDir);
  if (source.kind !== 'rtsp' && source.kind !== 'hls') return;
  try {
    await guard.admit(source.url, source.kind);
  } catch (error) {
    if (!(error instanceof HostNotFound)) throw error;
    throw new Refusal('camera.source-refused', {
      detail: 'The source has a host that was not found.',
      fields: [{ field: 'source.url', message: 'has a host that was not found' }],
    });
  }
}
