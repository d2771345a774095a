import type { CameraSource } from '@sitecast/contract';
import type { SourceKind } from '@sitecast/contract/words';

/** What the source fields hold; each kind uses its own part. */
export interface SourceDraft {
  kind: SourceKind;
  url: string;
  path: string;
  key: string;
  port: number | null;
}

export const createSourceDraft = (): SourceDraft => ({ kind: 'rtsp', url: '', path: '', key: '', port: 9_000 });

/** What is posted for the chosen kind; the server says what is wrong with it. */
export function toCameraSource(draft: SourceDraft): CameraSource {
  switch (draft.kind) {
    case 'rtsp':
    case 'hls':
      return { kind: draft.kind, url: draft.url.trim() };
    case 'file':
      return { kind: 'file', path: draft.path.trim() };
    case 'rtmp':
      return { kind: 'rtmp', key: draft.key.trim() };
    case 'srt':
      return { kind: 'srt', port: draft.port ?? 0, key: draft.key.trim() };
  }
}
