import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { thumbnailHeight, thumbnailWidth } from '../src/health/picture.ts';
import { ffmpegPath } from './clip.ts';

const pixels = thumbnailWidth * thumbnailHeight;

/** Encodes a scene as a camera does, decodes its key frames alone, and answers the thumbnails, one each two seconds. */
export async function readThumbnails(scene: string): Promise<Buffer[]> {
  const encode = [
    '-f',
    'lavfi',
    '-i',
    scene,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '10',
    '-f',
    'mpegts',
    'pipe:1',
  ];
  const shrink = ['-vf', 'scale=160:90:flags=area,format=gray', '-vsync', 'passthrough', '-f', 'rawvideo', 'pipe:1'];
  const camera = spawn(ffmpegPath, ['-nostdin', '-v', 'error', ...encode], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = spawn(ffmpegPath, ['-v', 'error', '-skip_frame', 'nokey', '-f', 'mpegts', '-i', 'pipe:0', ...shrink], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  camera.stdout.pipe(reader.stdin);
  const parts: Buffer[] = [];
  reader.stdout.on('data', (part: Buffer) => parts.push(part));
  await once(reader, 'close');
  const bytes = Buffer.concat(parts);
  return Array.from({ length: Math.floor(bytes.length / pixels) }, (_, index) =>
    bytes.subarray(index * pixels, (index + 1) * pixels),
  );
}
