import type { IncomingMessage } from 'node:http';
import { Refusal, toFieldFaults } from '@sitecast/contract';
import type { z } from 'zod';

const maxJsonBytes = 64 * 1_024;

/** The whole body. Throws `request.too-large` as soon as that is known, before it is read. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new Refusal('request.too-large');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Refusal('request.too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A JSON body by its schema. Throws Refusal with every field that is wrong. */
export async function readJson<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json(?:;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new Refusal('request.media-type');
  const text = (await readBody(request, maxJsonBytes)).toString('utf8');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal('request.unparsable');
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal('request.invalid', { fields: toFieldFaults(parsed.error) });
  return parsed.data;
}
