import { join } from 'node:path';
import {
  controlPaths,
  cutClipRequestSchema,
  goToPresetSchema,
  pinRequestSchema,
  recorderCameraChangeSchema,
  recorderCameraConfigSchema,
  restreamChangeSchema,
  restreamConfigSchema,
  stretchRequestSchema,
  timeLapseSettingsSchema,
} from '@sitecast/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createSender, type Sender, type Sent } from '../../../../tests/support/send-many.ts';
import { arbitraryOf, spoil, strange } from '../../../../tests/support/strange-values.ts';
import { drawClip } from '../../tests/clip.ts';
import { makeDataFolder, removeDataFolder, startRecorder, type RecorderProcess } from '../../tests/recorder-process.ts';

/** Of each surface. */
const cases = 10_000;
const timeoutMs = 600_000;
let folder: string;
let recorder: RecorderProcess;
let sender: Sender;

beforeAll(async () => {
  folder = await makeDataFolder();
  await drawClip(join(folder, 'recorder/import/clip.mp4'));
  recorder = await startRecorder(folder, { SITECAST_LOG_LEVEL: 'error' });
  await recorder.putCamera('gate-1', {});
  sender = createSender(recorder.url);
}, timeoutMs);
afterAll(async () => {
  sender?.close();
  await recorder?.stop();
  await removeDataFolder(folder);
});

const camera = controlPaths.camera('gate-1');
const schemas: readonly (readonly [method: string, path: string, schema: z.ZodType])[] = [
  // A camera that is not there yet: what is taken would be one.
  ['PUT', controlPaths.camera('new-1'), recorderCameraConfigSchema],
  ['PATCH', controlPaths.camera('new-1'), recorderCameraChangeSchema],
  ['PUT', '/control/restreams/new-1', restreamConfigSchema],
  ['PATCH', '/control/restreams/new-1', restreamChangeSchema],
  ['POST', '/control/clips', cutClipRequestSchema],
  ['PUT', `${camera}/pins/reached`, pinRequestSchema],
  ['POST', `${camera}/passes`, stretchRequestSchema],
  ['PUT', `${camera}/time-lapse`, timeLapseSettingsSchema],
  ['POST', `${camera}/presets`, goToPresetSchema],
];
const headers = () => ({ authorization: `Bearer ${recorder.token}`, 'content-type': 'application/json' });

/** Sends them all; whatever it says, it is no fault of ours, it names what is wrong, and it tells no inside of ours. */
async function sendAll(requests: fc.Arbitrary<Sent>): Promise<number> {
  let refused = 0;
  await sender.sendAll(requests, cases, ({ method, path, body }, { status, type, text }) => {
    const told = `${method} ${path} ${String(body ?? '')} → ${status} ${text.slice(0, 300)}`;
    if (status < 200 || status >= 500) expect.fail(told);
    if (status < 400) return;
    refused += 1;
    if (type !== 'application/problem+json') expect.fail(told);
    const { code, field } = JSON.parse(text) as { code: string; field?: string };
    if (code === 'request.invalid' && typeof field !== 'string') expect.fail(told);
    if (text.includes(recorder.token) || text.includes(folder) || /node_modules|\.ts:\d|ENOENT/.test(text))
      expect.fail(told);
  });
  expect(recorder.errors).toBe('');
  return refused;
}

test(
  '[ERR1] [ERR2] control bodies: ten thousand spoilt ones, none a fault of ours, none a camera',
  async () => {
    // Made once for each schema: making them costs more than sending.
    const spoilt = schemas.map(([method, path, schema]) =>
      spoil(arbitraryOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })))
        // What fits after all would be a camera, and ten of them a load.
        .filter((body) => method !== 'PUT' || !schema.safeParse(body).success)
        .map((body) => ({ method, path, headers: headers(), body: JSON.stringify(body) ?? 'undefined' })),
    );
    expect(await sendAll(fc.oneof(...spoilt))).toBeGreaterThan(cases * 0.8);
    const { cameras } = (await (await recorder.control('GET', controlPaths.cameras)).json()) as {
      cameras: { id: string }[];
    };
    expect(cameras.map(({ id }) => id)).toEqual(['gate-1']);
  },
  timeoutMs,
);

test(
  '[ERR1] [ERR3] control texts that are no JSON, odd paths and methods: ten thousand, all refused',
  async () => {
    const text = fc.oneof(
      fc.json().map((json) => `${json}\u0000`),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }).map((bytes) => `{${bytes}`),
      fc.nat(2_000).map((depth) => '['.repeat(depth + 1)),
      fc.constantFrom('{"a":1,}', "{'a':1}", '{"a":NaN}', '\ufeff{}x', '{"__proto__":', '{"a":1}{"a":1}', '-', ''),
    );
    const name = strange.map((value) => encodeURIComponent(String(value).toWellFormed().slice(0, 100)) || '%20');
    const broken = fc.tuple(fc.constantFrom(...schemas), text).map(([[method, path], body]) => ({
      method,
      path,
      headers: headers(),
      body,
    }));
    const places = fc.constantFrom(
      'cameras/?',
      'cameras/?/stills/?',
      'cameras/?/pins/?',
      'restreams/?',
      'clips/?',
      '?',
    );
    const reading = fc.constantFrom(
      'cameras/gate-1/archive/days/?',
      'cameras/gate-1/coverage?from=?&to=?',
      'events?a=?',
    );
    const methods = fc.constantFrom('GET', 'PUT', 'PATCH', 'DELETE', 'POST', 'OPTIONS', 'TRACE', 'PROPFIND');
    const placed = fc.tuple(methods, places, name, name).map(([method, place, first, second]) => ({
      method: place === '?' ? 'GET' : method,
      path: `/control/x${place.replace('?', first).replace('?', second)}`.replace('/control/x', '/control/'),
      headers: headers(),
    }));
    const asked = fc.tuple(reading, name, name).map(([place, first, second]) => ({
      method: 'GET',
      path: `/control/${place.replace('=?', `=${first}`).replace('=?', `=${second}`).replace('/?', `/${first}`)}`,
      headers: headers(),
    }));
    expect(await sendAll(fc.oneof(broken, placed, asked))).toBeGreaterThan(cases * 0.9);
    expect((await recorder.control('GET', camera)).status).toBe(200);
  },
  timeoutMs,
);
