import { codeSchema, Refusal, toFieldFaults } from '@sitecast/contract';
import { z } from 'zod';

const topic = { topic: z.enum(['programme', 'project']), code: codeSchema };

/** What a page may send. Types are not validation: every event is parsed. */
const requests = new Map<unknown, z.ZodType>([
  ['topic:watch', z.strictObject({ ...topic, since: z.int().min(0) })],
  ['topic:unwatch', z.strictObject(topic)],
]);

/** An event larger than this is not read: the line is closed with WebSocket code 1009 (ERR6). */
export const mostEventBytes = 16_384;

const refuse = (field: string, message: string): Refusal =>
  new Refusal('request.invalid', { fields: [{ field, message }] });

/**
 * Reads an event as it came: a known name, one object, and behind that who waits for the answer. The object that was read
 * takes the place of the one that was sent, so that handlers get what their types say. @throws Refusal what is wrong with it (ERR5)
 */
export function readPacket(packet: unknown[]): void {
  const [event, body, ...more] = packet.slice(0, -1);
  const schema = requests.get(event);
  if (!schema) throw refuse('event', 'is not a known event');
  if (more.length > 0) throw refuse('body', 'is more than one object');
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Refusal('request.invalid', { fields: toFieldFaults(parsed.error) });
  packet[1] = parsed.data;
}
