import { codeSchema, Refusal, toFieldFaults } from '@sitecast/contract';
import { z } from 'zod';

const topic = { topic: z.enum(['programme', 'project']), code: codeSchema };

/** What a page may send. Types are not validation: every event is parsed. */
export const watchSchema = z.strictObject({ ...topic, since: z.int().min(0) });
export const unwatchSchema = z.strictObject(topic);

/**
 * Why an event as it came is refused (ERR5); null: it is none. It has a known name, one object, and behind that at most
 * who waits for the answer.
 */
export function findPacketFault(packet: readonly unknown[]): Refusal | null {
  const [event, ...sent] = packet;
  const schema = event === 'topic:watch' ? watchSchema : event === 'topic:unwatch' ? unwatchSchema : null;
  if (schema === null)
    return new Refusal('request.invalid', { fields: [{ field: 'event', message: 'is not a known event' }] });
  const [body, ...more] = typeof sent.at(-1) === 'function' ? sent.slice(0, -1) : sent;
  if (more.length > 0)
    return new Refusal('request.invalid', { fields: [{ field: 'body', message: 'is more than one object' }] });
  const parsed = schema.safeParse(body);
  return parsed.success ? null : new Refusal('request.invalid', { fields: toFieldFaults(parsed.error) });
}
