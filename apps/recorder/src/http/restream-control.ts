import type { IncomingMessage } from 'node:http';
import {
  codeSchema,
  Refusal,
  restreamChangeSchema,
  restreamConfigSchema,
  type RecorderRestream,
} from '@sitecast/contract';
import type { RestreamDesk } from '../channels/restream-desk.ts';
import { refuseField } from './address.ts';
import { readJson } from './body.ts';

type Answer = { restreams: RecorderRestream[] } | RecorderRestream | null;

/** Answers `/control/restreams…`: the destinations a camera is shown at. null: nothing to say. Rejects with Refusal. */
export async function controlRestreams(
  request: IncomingMessage,
  desk: RestreamDesk,
  id: string | null,
): Promise<Answer> {
  if (id === null) {
    if (request.method !== 'GET') throw new Refusal('request.method');
    return { restreams: desk.list() };
  }
  if (!codeSchema.safeParse(id).success) throw refuseField('id', 'is not a code');
  switch (request.method) {
    case 'PUT':
      return desk.put(id, await readJson(request, restreamConfigSchema));
    case 'PATCH':
      return desk.change(id, await readJson(request, restreamChangeSchema));
    case 'DELETE':
      await desk.remove(id);
      return null;
    default:
      throw new Refusal('request.method');
  }
}
