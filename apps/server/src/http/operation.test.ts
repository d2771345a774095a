import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, expect, test } from 'vitest';
import { createOperation } from './operation.ts';

let checks = 0;
let isDraining = false;
const app = express();
app.use(
  createOperation({
    readiness: [
      {
        name: 'database',
        check: async () => {
          checks += 1;
          return null;
        },
      },
    ],
    isDraining: () => isDraining,
    readMetrics: async () => ({ type: 'text/plain', text: '' }),
    metricsToken: null,
    addressOf: () => '127.0.0.1',
    readStatus: async () => ({}),
  }),
);
const server = app.listen(0, '127.0.0.1');
afterAll(() => void server.close());

test('readiness is checked once for all who ask within a second, and a drain is told at once', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/readyz`;
  const startMs = performance.now();
  const answers = await Promise.all(Array.from({ length: 60 }, () => fetch(url)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(checks).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - startMs) / 1_000));
  isDraining = true;
  expect((await fetch(url)).status).toBe(503);
});
