import { Refusal, type CameraSource, type OnvifAddress } from '@sitecast/contract';
import { admitFile } from './file.ts';
import { HostNotFound, type SourceGuard } from './guard.ts';
import type { PulledKind } from './source-url.ts';

/** RTSPS over UDP would send the picture in clear beside a sealed conversation. Throws `Refusal('camera.source-refused')`. */
export function refuseOpenDatagrams(source: CameraSource): void {
  if (source.kind !== 'rtsp' || source.transport !== 'udp' || !/^rtsps:/i.test(source.url)) return;
  throw new Refusal('camera.source-refused', {
    detail: 'The source would send its picture in clear.',
    fields: [{ field: 'source.transport', message: 'must be tcp with rtsps: over UDP the picture is not encrypted' }],
  });
}

/**
 * Checks a source before it is kept. Throws `Refusal('camera.source-refused')` with the field and the reason; a camera
 * that is merely switched off is no reason, a host name that nobody knows and a file that is not there are.
 */
export async function checkSource(source: CameraSource, guard: SourceGuard, importDir: string): Promise<void> {
  if (source.kind === 'file') await admitFile(source.path, importDir);
  refuseOpenDatagrams(source);
  if ('url' in source) await admitNow(source.url, source.kind, 'source.url', guard);
}

/** Checks where a camera is moved before that is kept, by the same rules. */
export async function checkOnvif({ url }: OnvifAddress, guard: SourceGuard): Promise<void> {
  await admitNow(url, 'onvif', 'onvif.url', guard);
}

async function admitNow(url: string, kind: PulledKind, field: string, guard: SourceGuard): Promise<void> {
  try {
    await guard.admit(url, kind);
  } catch (error) {
    if (!(error instanceof HostNotFound)) throw error;
    throw new Refusal('camera.source-refused', {
      detail: 'The source has a host that was not found.',
      fields: [{ field, message: 'has a host that was not found' }],
    });
  }
}
