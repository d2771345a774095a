import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

/** The ffmpeg to run: `FFMPEG_PATH`, then `PATH`, then the npm binary where it was installed. Null where there is none. */
export function findFfmpeg(environment: Readonly<Record<string, string | undefined>>): string | null {
  const named = environment['FFMPEG_PATH'];
  if (named) return isExecutable(named) ? named : null;
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const candidate = join(folder, 'ffmpeg');
    if (folder && isExecutable(candidate)) return candidate;
  }
  try {
    const found: unknown = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg');
    const path = typeof found === 'object' && found !== null && 'path' in found ? found.path : null;
    return typeof path === 'string' && isExecutable(path) ? path : null;
  } catch {
    return null;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
