import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@sitecast/contract';
import { createFaultSignal, type InputAbilities, type OpenedSource } from './opened-source.ts';

/**
 * Listens for a camera that pushes SRT. The passphrase must not stand on a command line, so ffmpeg reads the address
 * from a script in a folder only we can enter; libsrt itself turns away whoever does not know the passphrase.
 */
export async function openSrt(options: {
  port: number;
  key: string;
  host: string;
  ffmpeg: InputAbilities;
}): Promise<OpenedSource> {
  const { port, key, host, ffmpeg } = options;
  if (!ffmpeg.hasSrt) {
    const reason = 'needs an ffmpeg with SRT, and the one in use has none';
    throw new Refusal('camera.source-refused', {
      detail: `The source ${reason}.`,
      fields: [{ field: 'source.kind', message: reason }],
    });
  }
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-srt-'));
  const script = join(folder, 'listen.ffconcat');
  const address = `srt://${isIP(host) === 6 ? `[${host}]` : host}:${port}?mode=listener&passphrase=${key}&latency=200000`;
  await writeFile(script, `ffconcat version 1.0\nfile '${address}'\n`, { mode: 0o600 });
  const signal = createFaultSignal();
  return {
    inputArgs: ['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'file,srt,udp', '-i', `file:${script}`],
    get fault() {
      return signal.current;
    },
    onFault: signal.listen,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
