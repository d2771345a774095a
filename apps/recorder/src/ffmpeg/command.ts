import type { FfmpegCapabilities } from './capabilities.ts';

/** Size of the grey key-frame pictures on pipe 3; the health monitor's measures rest on it. */
export const thumbnailSize = { width: 160, height: 90, bytes: 160 * 90 } as const;

/**
 * Length of a fragment on pipe 1, in milliseconds: it ends with the first frame that reaches it, or before a key frame. At
 * 10 to 30 frames a second none is longer than 200 ms. One frame each would cost a write, a read and a `moof` per frame.
 */
export const fragmentMs = 160;

/** Seconds of media between two stills on pipe 4. */
export const stillIntervalS = 60;

/** Single pictures are all key frames; of those, one in two seconds is looked at. */
const keyPictures = "select='isnan(prev_selected_t)+gte(t-prev_selected_t,2)',";

/**
 * Single pictures to H.264 at an even pace, at most 1920 wide, a key frame every two seconds. The pace is even because a
 * player would take each pause for a hole; a picture that is said again costs almost nothing.
 */
function toEncodeArguments(framesPerSecond: number): string[] {
  const even = `scale=w='trunc(min(1920,iw)/2)*2':h=-2:flags=area:out_range=tv`;
  return [
    ...['-vf', `fps=${framesPerSecond},${even},format=yuv420p`, '-c:v', 'libx264', '-preset', 'superfast'],
    ...['-tune', 'zerolatency', '-crf', '23', '-maxrate', '4M', '-bufsize', '4M', '-threads', '1'],
    ...['-force_key_frames', 'expr:gte(t,n_forced*2)'],
  ];
}

/**
 * Arguments of the one ffmpeg of a camera: the stream copied as short fragments on pipe 1, a grey
 * thumbnail of each key frame on pipe 3, a JPEG at once and then each minute on pipe 4. Only key frames are decoded;
 * decoding all would cost six times as much. Sound is never taken. No `-fflags nobuffer`: it throws away what was read
 * while probing, and the first picture comes a whole GOP later (measured: 2.0 s against 0.06 s).
 */
export function toIngestArguments(
  inputArguments: readonly string[],
  ffmpeg: FfmpegCapabilities,
  encodeAtFps: number | null = null,
): string[] {
  const passthrough = [ffmpeg.major >= 6 ? '-fps_mode' : '-vsync', 'passthrough'];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'warning', '-filter_threads', '1'],
    ...['-probesize', '500000', '-analyzeduration', '1000000'],
    ...['-threads', '1', '-skip_frame', 'nokey', ...inputArguments],
    ...['-map', '0:v:0', ...(encodeAtFps === null ? ['-c', 'copy'] : toEncodeArguments(encodeAtFps))],
    ...['-f', 'mp4', '-flush_packets', '1'],
    ...[
      '-movflags',
      '+frag_keyframe+empty_moov+default_base_moof',
      '-frag_duration',
      String(fragmentMs * 1_000),
      'pipe:1',
    ],
    ...['-map', '0:v:0', '-vf'],
    `${encodeAtFps === null ? '' : keyPictures}scale=${thumbnailSize.width}:${thumbnailSize.height}:flags=area,format=gray`,
    ...[...passthrough, '-threads', '1', '-f', 'rawvideo', '-flush_packets', '1', 'pipe:3'],
    ...[
      '-map',
      '0:v:0',
      '-vf',
      `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${stillIntervalS})',format=yuvj420p`,
    ],
    ...[
      ...passthrough,
      '-threads',
      '1',
      '-c:v',
      'mjpeg',
      '-q:v',
      '3',
      '-f',
      'image2pipe',
      '-flush_packets',
      '1',
      'pipe:4',
    ],
  ];
}
