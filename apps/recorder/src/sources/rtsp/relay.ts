import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '../loopback.ts';
import type { AdmittedSource } from '../guard.ts';
import { createFaultSignal, type InputAbilities, type OpenedSource } from '../opened-source.ts';
import { startConversation, type RelayLimits, type RtspTransport } from './conversation.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { createRtspReader } from './reader.ts';
import { createSenderClock } from './sender-clock.ts';

const defaultLimits: RelayLimits & { helloMs: number; wrongPasswordPauseMs: number } = {
  silenceMs: 6_000,
  helloMs: 3_000,
  // Cameras lock an account after a few wrong passwords; a restart every few seconds must not be what locks it.
  wrongPasswordPauseMs: 60_000,
};
/** One for all cameras of the program. */
const sharedPulse = createPulse();
/** ffmpeg's own time-out is the second line: later than the relay's, so that the relay names the fault. */
const ffmpegTimeoutUs = 10_000_000;

/**
 * A loopback door for one ffmpeg at a time to one RTSP camera. ffmpeg sees neither the camera's address nor its
 * password; redirects, other hosts and lost packets end here.
 */
export async function openRelay(options: {
  admit: () => Promise<AdmittedSource>;
  ffmpeg: InputAbilities;
  /** How the camera sends; ffmpeg gets it over TCP in either case. Left out: `tcp`. */
  transport?: RtspTransport;
  limits?: Partial<typeof defaultLimits>;
  now?: () => number;
  pulse?: Pulse;
}): Promise<OpenedSource> {
  const limits = { ...defaultLimits, ...options.limits };
  const now = options.now ?? (() => performance.now());
  const signal = createFaultSignal();
  const clock = createSenderClock();
  const path = randomBytes(24).toString('base64url');
  const sockets = new Set<Socket>();
  let current: { close(): void } | null = null;
  let pausedUntilMs = Number.NEGATIVE_INFINITY;
  let local = { aggregate: '', track: '' };

  function serve(downstream: Socket): void {
    let conversation: ReturnType<typeof startConversation> | null = null;
    const hello = setTimeout(() => downstream.destroy(), limits.helloMs);
    sockets.add(downstream);
    const reader = createRtspReader({
      onMessage(message) {
        if (message.kind !== 'request') return void downstream.destroy();
        if (conversation) return conversation.handle(message);
        if (!message.uri.startsWith(local.aggregate) || current) return void downstream.destroy();
        clearTimeout(hello);
        if (now() < pausedUntilMs) {
          signal.raise('wrong-password');
          return void downstream.destroy();
        }
        conversation = startConversation({
          downstream,
          admit: options.admit,
          transport: options.transport ?? 'tcp',
          local,
          limits,
          pulse: options.pulse ?? sharedPulse,
          now,
          onFault(fault) {
            if (fault === 'wrong-password') pausedUntilMs = now() + limits.wrongPasswordPauseMs;
            signal.raise(fault);
          },
          onPlaying: () => signal.clear(),
          onControl: (packet) => clock.hear(packet, Date.now()),
          onEnd: () => {
            current = null;
          },
        });
        current = conversation;
        conversation.handle(message);
      },
      onFrame: (bytes, start, end) => conversation?.send(Buffer.from(bytes.subarray(start, end))),
    });
    downstream.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch {
        downstream.destroy();
      }
    });
    // A reset is how a killed ffmpeg says goodbye; what follows is the same as for a close.
    downstream.on('error', () => downstream.destroy());
    downstream.on('close', () => {
      clearTimeout(hello);
      sockets.delete(downstream);
      conversation?.close();
    });
  }

  const server = createServer({ noDelay: true }, serve);
  server.maxConnections = 4;
  const port = await listenOnLoopback(server);
  const aggregate = `rtsp://127.0.0.1:${port}/${path}`;
  local = { aggregate, track: `${aggregate}/track` };
  const timeoutName = options.ffmpeg.major >= 5 ? '-timeout' : '-stimeout';

  return {
    inputArgs: [
      ...['-f', 'rtsp', '-rtsp_transport', 'tcp', '-protocol_whitelist', 'rtsp,rtp,tcp,udp'],
      ...[timeoutName, String(ffmpegTimeoutUs), '-i', aggregate],
    ],
    get fault() {
      return signal.current;
    },
    get clockErrorMs() {
      return clock.errorMs;
    },
    onFault: signal.listen,
    async close() {
      current?.close();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
