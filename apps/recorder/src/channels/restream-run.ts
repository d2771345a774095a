import { spawn } from 'node:child_process';
import type { RestreamFault } from '@sitecast/contract';
import type { AdmittedSource } from '../sources/guard.ts';
import { createFlvReader } from './flv-reader.ts';
import { openRtmpSession, RestreamRefused } from './rtmp-session.ts';

export interface RestreamRun {
  /** Why it ended; null where we ended it. Never rejects. */
  readonly ended: Promise<RestreamFault | null>;
  /** Bytes sent so far. */
  readonly sentBytes: number;
}

const keepCharacters = 4_096;

/**
 * Shows one camera at one destination until a fault or `signal` ends it. ffmpeg reads the public playlist as any player
 * does and writes FLV to us; the destination's address and key are ours alone, in no argument and no log. Most
 * destinations end a stream without sound, so it gets silence: no camera's sound is ever taken.
 */
export function startRestreamRun(
  deps: { ffmpeg: string; playlistUrl: string; admitted: AdmittedSource; key: string; onAir: () => void },
  signal: AbortSignal,
): RestreamRun {
  let sentBytes = 0;
  const run = async (): Promise<RestreamFault | null> => {
    const stopping = new AbortController();
    const both = AbortSignal.any([signal, stopping.signal]);
    try {
      const session = await openRtmpSession(deps.admitted, deps.key, both);
      const child = spawn(deps.ffmpeg, toRestreamArguments(deps.playlistUrl), {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] },
      });
      both.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
      let words = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-keepCharacters)));
      const reader = createFlvReader();
      let hasBegun = false;
      child.stdout.on('data', (chunk: Buffer) => {
        sentBytes += chunk.length;
        try {
          for (const tag of reader.push(chunk)) session.send(tag);
        } catch {
          child.kill('SIGKILL');
        }
        if (!hasBegun) deps.onAir();
        hasBegun = true;
      });
      const exited = new Promise<RestreamFault>((resolve) => {
        child.once('error', () => resolve('ffmpeg-failed'));
        child.once('close', () =>
          resolve(/not compatible with flv|Tag .* incompatible/i.test(words) ? 'codec-unsupported' : 'ffmpeg-failed'),
        );
      });
      const fault = await Promise.race([session.closed.then((): RestreamFault => 'lost'), exited]);
      session.close();
      stopping.abort();
      await exited;
      return signal.aborted ? null : fault;
    } catch (error) {
      stopping.abort();
      if (signal.aborted) return null;
      return error instanceof RestreamRefused ? error.fault : 'unreachable';
    }
  };
  return {
    ended: run(),
    get sentBytes() {
      return sentBytes;
    },
  };
}

function toRestreamArguments(playlistUrl: string): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-loglevel', 'error'],
    // At its own speed: segments come in bursts, a broadcast must not.
    ...['-protocol_whitelist', 'http,tcp', '-re', '-i', playlistUrl],
    ...['-f', 'lavfi', '-i', 'anullsrc=channel_layout=mono:sample_rate=44100'],
    ...['-map', '0:v:0', '-map', '1:a', '-c:v', 'copy', '-c:a', 'aac', '-b:a', '32k', '-shortest'],
    ...['-f', 'flv', '-flvflags', 'no_duration_filesize', 'pipe:1'],
  ];
}
