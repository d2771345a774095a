import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A fragmented MP4 as the recorder's pipe has it, one frame a fragment unless told, made by the machine's ffmpeg on the spot. */
export async function makeClip(
  options: { codec?: 'h264' | 'hevc'; size?: string; seconds?: number; fragmentMs?: number } = {},
): Promise<Buffer> {
  const { codec = 'h264', size = '320x180', seconds = 4, fragmentMs } = options;
  const cut =
    fragmentMs === undefined
      ? ['-movflags', '+frag_every_frame+empty_moov+default_base_moof']
      : ['-movflags', '+frag_keyframe+empty_moov+default_base_moof', '-frag_duration', String(fragmentMs * 1_000)];
  const encoder =
    codec === 'h264'
      ? ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-x264-params', 'repeat-headers=1']
      : ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'bframes=0:repeat-headers=1:log-level=error'];
  const { stdout } = await run(
    process.env['FFMPEG_PATH'] ?? 'ffmpeg',
    [
      ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${seconds}`],
      ...[...encoder, '-g', '50', '-keyint_min', '50', '-sc_threshold', '0', '-pix_fmt', 'yuv420p'],
      ...['-f', 'mp4', ...cut, 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 64 * 1_048_576 },
  );
  return stdout;
}

/** What the machine's ffprobe says of the video in these bytes, every frame counted by decoding it. */
export async function probe(bytes: Uint8Array): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'clip-'));
  try {
    const file = join(folder, 'clip.mp4');
    await writeFile(file, bytes);
    const entries = 'stream=codec_name,codec_tag_string,nb_read_frames';
    const args = [
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-count_frames',
      '-show_entries',
      entries,
      '-of',
      'json',
      file,
    ];
    const { stdout } = await run('ffprobe', args);
    return (JSON.parse(stdout) as { streams: Record<string, unknown>[] }).streams[0] ?? {};
  } finally {
    await rm(folder, { recursive: true });
  }
}
