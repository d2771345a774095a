import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createDraft, sendDraft } from './post.ts';

let close = () => {};
afterEach(() => close());

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/x`;
}

describe('a post', () => {
  it('[IDEM1] keeps its key over every try', async () => {
    const keys: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      keys.push(request.headers['idempotency-key']?.toString());
      if (keys.length === 1) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/json' }).end('{"done":true}');
    });
    const draft = createDraft(url, { percentBp: 3_500 });
    expect(await sendDraft(draft)).toEqual({ ok: false, kind: 'unsent' });
    expect(await sendDraft(draft)).toEqual({ ok: true, value: { done: true } });
    expect(keys[0]).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  it('[ERR2] hands over a refusal with its field', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(422, { 'content-type': 'application/problem+json' });
      response.end(
        '{"type":"/problems/progress.falls","title":"x","status":422,"code":"progress.falls","field":"done"}',
      );
    });
    const result = await sendDraft(createDraft(url, {}));
    expect(result).toMatchObject({ ok: false, kind: 'refused', problem: { code: 'progress.falls', field: 'done' } });
  });

  it('[IDEM2] calls a fault of the server unsent, because only the same key can tell what became of it', async () => {
    const url = await serve((_request, response) => void response.writeHead(502).end('<html>Bad gateway</html>'));
    expect(await sendDraft(createDraft(url, {}))).toEqual({ ok: false, kind: 'unsent' });
  });
});
