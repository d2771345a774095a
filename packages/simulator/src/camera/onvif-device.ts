import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Turn } from './lens-fault.ts';
import type { OnvifPreset } from './onvif-preset.ts';
import { answerSoap, faultSoap, unescapeXml } from './onvif-answers.ts';

export type OnvifDevice = {
  port: number;
  /** With user and password in it: for the recorder, never for a log. */
  url: string;
  /** Orders it took, in order. */
  readonly orders: readonly string[];
  close: () => Promise<void>;
};

export type OnvifDeviceOptions = {
  host?: string;
  port?: number;
  credentials: { user: string; password: string };
  presets: readonly OnvifPreset[];
  /** Full reach of the picture, in pixels: positions are shares of it. */
  reach: Turn;
  /** The picture shows it from now on. */
  turn: (to: Turn) => void;
  turnsInMs?: number;
  now?: () => number;
};

const stepMs = 80;
const mostBytes = 65_536;
const freshMs = 5 * 60_000;

/**
 * The PTZ side of a network camera: the requests of ONVIF Profile S that moving to a preset takes, signed by WS-Security
 * UsernameToken. The picture really turns, in steps, and GetStatus says MOVING meanwhile.
 */
export async function startOnvifDevice(options: OnvifDeviceOptions): Promise<OnvifDevice> {
  const { presets, credentials } = options;
  const now = options.now ?? Date.now;
  const orders: string[] = [];
  const nonces = new Set<string>();
  const stop = new AbortController();
  let at: Turn = presets[0]?.turn ?? { x: 0, y: 0 };
  let turning: AbortController | null = null;

  async function turnTo(to: Turn): Promise<void> {
    turning?.abort();
    const mine = (turning = new AbortController());
    const signal = AbortSignal.any([mine.signal, stop.signal]);
    const from = at;
    const steps = Math.max(1, Math.round((options.turnsInMs ?? 1_600) / stepMs));
    for (let step = 1; step <= steps && !signal.aborted; step += 1) {
      // Even pixels: colour is kept for 2 × 2 blocks.
      const even = (one: number, other: number): number => 2 * Math.round((one + ((other - one) * step) / steps) / 2);
      at = { x: even(from.x, to.x), y: even(from.y, to.y) };
      options.turn(at);
      await pause(stepMs, undefined, { signal }).catch(() => undefined);
    }
    if (turning === mine) turning = null;
  }

  function isSigned(text: string): boolean {
    const read = (name: string): string => new RegExp(`<(?:\\w+:)?${name}\\b[^>]*>([^<]*)<`).exec(text)?.[1] ?? '';
    const [user, digest, nonce, created] = ['Username', 'Password', 'Nonce', 'Created'].map(read);
    if (unescapeXml(user ?? '') !== credentials.user || !nonce || !created || nonces.has(nonce)) return false;
    if (!(Math.abs(Date.parse(created) - now()) < freshMs)) return false;
    const hash = createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(credentials.password);
    const [expected, given] = [hash.digest(), Buffer.from(digest ?? '', 'base64')];
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
    nonces.add(nonce);
    return true;
  }

  function answer(text: string, origin: string): { status: number; body: string } {
    const name = /<(?:\w+:)?Body\b[^>]*>\s*<(?:\w+:)?(\w+)/.exec(text)?.[1] ?? '';
    if (name !== 'GetSystemDateAndTime' && !isSigned(text)) return { status: 400, body: faultSoap('NotAuthorized') };
    if (name === 'GotoPreset') {
      const token = unescapeXml(/PresetToken>([^<]*)</.exec(text)?.[1] ?? '');
      const preset = presets.find((one) => one.token === token);
      if (!preset) return { status: 500, body: faultSoap('NoToken') };
      orders.push(preset.token);
      void turnTo(preset.turn);
    }
    const state = { origin, presets, reach: options.reach, at, isTurning: turning !== null, nowMs: now() };
    const body = answerSoap(name, state);
    return body === null ? { status: 500, body: faultSoap('ActionNotSupported') } : { status: 200, body };
  }

  const server = createServer((request, response) => {
    void readText(request).then((text) => {
      const origin = `http://${request.headers.host ?? 'camera'}`;
      const { status, body } = answer(text, origin);
      response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const login = `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}`;
  options.turn(at);
  return {
    port,
    url: `http://${login}@${options.host ?? '127.0.0.1'}:${port}/onvif/device_service`,
    orders,
    close: async () => {
      stop.abort();
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request as AsyncIterable<Buffer>) {
    text += part.toString('utf8');
    if (text.length > mostBytes) break;
  }
  return text;
}
