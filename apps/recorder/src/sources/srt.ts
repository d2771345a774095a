import { isIP } from 'node:net';
import { Refusal } from '@sitecast/contract';
import { createFaultSignal, type InputAbilities, type OpenedSource } from './opened-source.ts';

/**
 * Listens for a camera that pushes SRT. The passphrase must stand neither on a command line nor in a file that a kill
 * would leave behind, so ffmpeg reads the address from its standard input; libsrt itself turns away whoever does not
 * know the passphrase.
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
  const address = `srt://${isIP(host) === 6 ? `[${host}]` : host}:${port}?mode=listener&passphrase=${key}&latency=200000`;
  const signal = createFaultSignal();
  return {
    inputArgs: ['-f', 'concat', '-safe', '0', '-protocol_whitelist', 'pipe,srt,udp', '-i', 'pipe:0'],
    standardInput: `ffconcat version 1.0\nfile '${address}'\n`,
    get fault() {
      return signal.current;
    },
    onFault: signal.listen,
    close: async () => undefined,
  };
}
