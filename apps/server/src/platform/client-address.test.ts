import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAddressReader } from './client-address.ts';

function request(remoteAddress: string, forwarded?: string): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage;
}

test('believes X-Forwarded-For from trusted proxies alone, and reads it from the right', () => {
  const read = createAddressReader(['10.0.0.0/8', '::1']);
  expect(read(request('203.0.113.9', '1.2.3.4'))).toBe('203.0.113.9');
  expect(read(request('::ffff:10.0.0.2', '6.6.6.6, 198.51.100.7'))).toBe('198.51.100.7');
  expect(read(request('10.0.0.2', '198.51.100.7, 10.0.0.3'))).toBe('198.51.100.7');
  expect(read(request('10.0.0.2', 'nonsense'))).toBe('10.0.0.2');
  expect(read(request('10.0.0.2'))).toBe('10.0.0.2');
  expect(createAddressReader([])(request('127.0.0.1', '1.2.3.4'))).toBe('127.0.0.1');
});
