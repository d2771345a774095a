import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createOriginGuard } from './origin-guard.ts';

const from = (origin: string | undefined, host: string): IncomingMessage =>
  ({ headers: { origin, host } }) as unknown as IncomingMessage;

test('without a public origin only addresses and localhost are hosts of ours', () => {
  const guard = createOriginGuard(null);
  for (const host of ['127.0.0.1:4000', 'localhost:4000', 'localhost', '[::1]:4000', '192.168.1.20']) {
    expect(guard.isKnownHost(host), host).toBe(true);
  }
  for (const host of [
    'evil.example',
    'localhost.evil.example:4000',
    '',
    undefined,
    'a b',
    '127.0.0.1@evil.example',
    '1.2.3.4/x',
  ]) {
    expect(guard.isKnownHost(host), String(host)).toBe(false);
  }
  expect(guard.isOwnOrigin(from('http://127.0.0.1:4000', '127.0.0.1:4000'))).toBe(true);
  expect(guard.isOwnOrigin(from('http://evil.example', '127.0.0.1:4000'))).toBe(false);
});

test('with a public origin only that one is ours', () => {
  const guard = createOriginGuard('https://dash.example');
  expect(guard.isKnownHost('dash.example')).toBe(true);
  expect(guard.isKnownHost('127.0.0.1')).toBe(false);
  expect(guard.isOwnOrigin(from('https://dash.example', 'dash.example'))).toBe(true);
  for (const origin of [
    'http://dash.example',
    'https://dash.example.evil',
    'https://x.dash.example',
    'null',
    undefined,
  ]) {
    expect(guard.isOwnOrigin(from(origin, 'dash.example')), String(origin)).toBe(false);
  }
});
