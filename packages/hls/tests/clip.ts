import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A fragmented MP4 as the recorder's pipe has it, one frame a fragment, made by the machine's ffmpeg on the spot. */
export async function makeClip(
  options: { codec?: 'h264' | 'hevc'; size?: string; seconds?: number } = {},
): Promise<Buffer> {
  const { codec = 'h264', size = '320x180', seconds = 4 } = options;
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-x264-params', 'repeat-headers=1']
      : ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'bframes=0:log-level=error'];
  const { stdout } = await run(
    process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${seconds}`],
      ...[...encoder, '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
      ...['-f', 'mp4', '-movflags', '+frag_every_frame+empty_moov+default_base_moof', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 64 * 1_048_576 },
  );
  return stdout;
}
