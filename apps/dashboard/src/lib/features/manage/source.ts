import type { CameraSource } from '@sitecast/contract';
import type { SourceKind } from '@sitecast/contract/words';

/** What the source fields hold; each kind uses its own part. */
export interface SourceDraft {
  kind: SourceKind;
  url: string;
  /** Of RTSP: the camera sends its pictures over UDP. */
  overUdp: boolean;
  /** Seconds between two pictures of a camera that gives them one by one. */
  everyS: number | null;
  path: string;
  key: string;
  port: number | null;
}

export const createSourceDraft = (): SourceDraft => ({
  kind: 'rtsp',
  url: '',
  overUdp: false,
  everyS: 2,
  path: '',
  key: '',
  port: 9_000,
});

/** What is posted for the chosen kind; the server says what is wrong with it. */
export function toCameraSource(draft: SourceDraft): CameraSource {
  switch (draft.kind) {
    case 'rtsp': {
      const url = draft.url.trim();
      return draft.overUdp ? { kind: 'rtsp', url, transport: 'udp' } : { kind: 'rtsp', url };
    }
    case 'jpeg':
      return { kind: 'jpeg', url: draft.url.trim(), everyS: draft.everyS ?? 0 };
    case 'hls':
    case 'mjpeg':
      return { kind: draft.kind, url: draft.url.trim() };
    case 'file':
      return { kind: 'file', path: draft.path.trim() };
    case 'rtmp':
    case 'whip':
    case 'site':
      return { kind: draft.kind, key: draft.key.trim() };
    case 'srt':
      return { kind: 'srt', port: draft.port ?? 0, key: draft.key.trim() };
  }
}
