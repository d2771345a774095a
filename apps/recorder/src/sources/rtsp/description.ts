import type { RtpCodec } from '../rtp/key-picture.ts';

/** What ffmpeg is told of a camera: one video track, at addresses of the relay's own. */
export type Description =
  | { ok: true; text: string; codec: RtpCodec; trackUri: string; aggregateUri: string }
  | { ok: false; fault: 'no-video' | 'codec-unsupported' };

/** What the packager carries unchanged into fragmented MP4. */
const carriedCodecs = ['H264', 'H265'] as const;

function findControl(lines: readonly string[]): string | undefined {
  return lines
    .find((line) => line.startsWith('a=control:'))
    ?.slice('a=control:'.length)
    .trim();
}

/** Appendix C.1.1 of RFC 2326, as cameras and players really read it: append to the base, do not resolve dots. */
function joinControl(base: string, control: string | undefined): string {
  if (control === undefined || control === '' || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base.endsWith('/') ? base : `${base}/`}${control.replace(/^\//, '')}`;
}

function readCodec(section: readonly string[]): RtpCodec | null {
  const format = /^m=video \d+(?:\/\d+)? \S+ (\d+)/.exec(section[0] ?? '')?.[1];
  const map = section.find((line) => line.startsWith(`a=rtpmap:${format} `));
  const name = (map?.split(' ')[1]?.split('/')[0] ?? '').toUpperCase();
  return carriedCodecs.find((codec) => codec === name) ?? null;
}

/**
 * Takes the first video track that can be carried out of a camera's SDP (RFC 4566). Sound and metadata are left out:
 * they are not recorded, and what is not set up is not sent.
 */
export function describeVideo(sdp: string, base: string, local: { aggregate: string; track: string }): Description {
  const [session = '', ...media] = sdp.replaceAll('\r\n', '\n').split(/^(?=m=)/m);
  const videos = media.map((section) => section.split('\n').filter((line) => line !== '')).filter(isVideo);
  if (videos.length === 0) return { ok: false, fault: 'no-video' };
  const video = videos.find((section) => readCodec(section) !== null);
  const codec = video && readCodec(video);
  if (!video || !codec) return { ok: false, fault: 'codec-unsupported' };
  const sessionLines = session.split('\n').filter((line) => /^[a-z]=/.test(line));
  const aggregateUri = joinControl(base, findControl(sessionLines));
  // An absolute session control is the base of relative tracks; a relative one is not (as players read it).
  const trackBase = /^rtsps?:/i.test(findControl(sessionLines) ?? '') ? aggregateUri : base;
  const trackUri = joinControl(trackBase, findControl(video));
  // Both are written into request lines.
  if (!isPlainUri(aggregateUri) || !isPlainUri(trackUri)) return { ok: false, fault: 'no-video' };
  const keep = (line: string): boolean => /^[a-z]=/.test(line) && !line.startsWith('a=control:');
  const lines = [
    ...sessionLines.filter(keep),
    `a=control:${local.aggregate}`,
    ...video.filter(keep),
    `a=control:${local.track}`,
  ];
  return {
    ok: true,
    text: `${lines.join('\r\n')}\r\n`,
    codec,
    aggregateUri,
    trackUri: joinControl(trackBase, findControl(video)),
  };
}

function isPlainUri(uri: string): boolean {
  return /^[!-~]{1,4096}$/.test(uri);
}

function isVideo(section: readonly string[]): boolean {
  return section[0]?.startsWith('m=video') ?? false;
}
