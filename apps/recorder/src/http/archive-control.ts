import type { IncomingMessage } from 'node:http';
import { localDateSchema, monthSchema, pinRequestSchema, Refusal, stretchRequestSchema } from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import type { PassDoor } from './footage-pass.ts';
import { parseQuery, refuseField } from './address.ts';
import { readJson } from './body.ts';

export interface ArchiveControlDeps {
  findCamera: (id: string) => Camera;
  passes: PassDoor;
  nowMs: () => number;
}

const form = /^\/control\/cameras\/([^/]+)\/(coverage|archive\/months|archive\/days|pins|passes)(?:\/([^/]+))?$/;
/** A job of ten years. */
const longestMs = 3_660 * 86_400_000;
/** Somebody who was granted the footage walks through a day. */
const longestPassMs = 90_000_000;

/** Whether a path of the control door is answered here. */
export function isArchivePath(path: string): boolean {
  return form.test(path);
}

/** Answers what the server asks and tells of a camera's past; null where there is nothing to say. Rejects with Refusal. */
export async function controlArchive(
  deps: ArchiveControlDeps,
  request: IncomingMessage,
  path: string,
  query: string,
): Promise<unknown> {
  const [, id = '', what, name = ''] = form.exec(path) ?? [];
  const camera = deps.findCamera(id);
  const needs = (...methods: readonly string[]): void => {
    if (!methods.includes(request.method ?? '')) throw new Refusal('request.method');
  };
  switch (what) {
    case 'coverage': {
      needs('GET');
      const { from, to } = parseQuery(query, ['from', 'to']);
      const fromDate = parseDate('from', from);
      const toDate = parseDate('to', to);
      const lengthMs = Date.parse(toDate) - Date.parse(fromDate);
      if (lengthMs < 0 || lengthMs > longestMs) throw refuseField('to', 'is before from, or ten years after it');
      return camera.archive.readCoverage(fromDate, toDate, deps.nowMs());
    }
    case 'archive/months':
      needs('GET');
      if (!monthSchema.safeParse(name).success) throw refuseField('month', 'is not a month like 2026-11');
      return camera.archive.readMonth(name, deps.nowMs());
    case 'archive/days':
      needs('GET');
      return camera.archive.readDay(parseDate('day', name), deps.nowMs());
    case 'pins':
      needs('PUT', 'DELETE');
      if (request.method === 'DELETE') await camera.archive.pins.remove(name);
      else {
        const pin = await readJson(request, pinRequestSchema);
        if (pin.ref !== name) throw refuseField('ref', 'is another than in the address');
        await camera.archive.pins.put(pin);
      }
      return null;
    case 'passes': {
      needs('POST');
      const { from, to } = await readJson(request, stretchRequestSchema);
      const stretch = { fromMs: Date.parse(from), toMs: Date.parse(to) };
      if (stretch.toMs - stretch.fromMs > longestPassMs) throw refuseField('to', 'is 25 hours after from at most');
      const { token, expiresMs } = deps.passes.issue(camera.id, stretch, deps.nowMs());
      return { base: `/media/${camera.id}/pass/${token}/`, from, to, expiresAt: new Date(expiresMs).toISOString() };
    }
    default:
      throw new Refusal('request.not-found');
  }
}

function parseDate(field: string, text: string | undefined): string {
  const parsed = localDateSchema.safeParse(text);
  if (!parsed.success) throw refuseField(field, 'is not a day like 2026-11-23');
  return parsed.data;
}
