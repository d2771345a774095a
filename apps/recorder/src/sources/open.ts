import { Refusal, type CameraSource } from '@sitecast/contract';
import { HostNotFound, type SourceGuard } from './guard.ts';
import { refuseOpenDatagrams } from './check.ts';
import { openFile } from './file.ts';
import { openHlsPull } from './hls/pull.ts';
import { openMotionJpeg } from './pictures/motion-jpeg.ts';
import { openStillJpeg } from './pictures/still-jpeg.ts';
import type { InputAbilities, OpenedSource } from './opened-source.ts';
import { openRelay } from './rtsp/relay.ts';
import type { RtmpIngest } from './rtmp/ingest.ts';
import type { SiteOutlets } from './site/site-outlets.ts';
import { openSrt } from './srt.ts';
import type { WhipIngest } from './whip/ingest.ts';

export type { OpenedSource } from './opened-source.ts';

/** Seconds between two pictures of a camera that gives them one by one. */
const defaultEveryS = 2;

export interface SourceDeps {
  camera: string;
  guard: SourceGuard;
  /** Folder that `file` sources may be taken from. */
  importDir: string;
  /** null: no RTMP port is configured, or it could not be opened. */
  rtmp: RtmpIngest | null;
  whip: Pick<WhipIngest, 'openCamera'>;
  /** What recorders at sites send. */
  site: Pick<SiteOutlets, 'openCamera'>;
  ffmpeg: InputAbilities;
  /** Where an SRT source listens; every interface where nothing is said. */
  srtHost?: string;
}

/** The relays ask the guard at each connection; this first time the operator is told. An unknown name may come up later. */
async function refuseEarly(source: Extract<CameraSource, { url: string }>, guard: SourceGuard): Promise<void> {
  try {
    await guard.admit(source.url, source.kind);
  } catch (error) {
    if (!(error instanceof HostNotFound)) throw error;
  }
}

/**
 * Opens a source for one ffmpeg after another. Throws `Refusal('camera.source-refused')` for what may not be opened;
 * a camera that does not answer is no error here but a `fault` later.
 */
export async function openSource(source: CameraSource, deps: SourceDeps): Promise<OpenedSource> {
  const { guard, ffmpeg } = deps;
  switch (source.kind) {
    case 'rtsp':
      await refuseEarly(source, guard);
      refuseOpenDatagrams(source);
      return openRelay({
        admit: () => guard.admit(source.url, 'rtsp'),
        ffmpeg,
        ...(source.transport && { transport: source.transport }),
      });
    case 'file':
      return openFile(source.path, deps.importDir);
    case 'srt':
      return openSrt({ port: source.port, key: source.key, host: deps.srtHost ?? '0.0.0.0', ffmpeg });
    case 'hls':
      await refuseEarly(source, guard);
      return openHlsPull({ url: source.url, guard });
    case 'mjpeg':
      await refuseEarly(source, guard);
      return openMotionJpeg({ url: source.url, guard });
    case 'jpeg':
      await refuseEarly(source, guard);
      return openStillJpeg({ url: source.url, everyS: source.everyS ?? defaultEveryS, guard });
    case 'site':
      return deps.site.openCamera(deps.camera);
    case 'whip':
      return deps.whip.openCamera(deps.camera);
    case 'rtmp':
      if (deps.rtmp) return deps.rtmp.openCamera(deps.camera);
      throw new Refusal('camera.source-refused', {
        detail: 'The recorder has no RTMP port.',
        fields: [
          { field: 'source.kind', message: 'needs an RTMP port, and the recorder has none (SITECAST_RTMP_PORT)' },
        ],
      });
  }
}
