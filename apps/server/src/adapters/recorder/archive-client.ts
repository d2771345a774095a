import {
  archiveDaySchema,
  archiveMonthSchema,
  clipViewSchema,
  controlPaths,
  coverageViewSchema,
  footagePassSchema,
  Refusal,
  type ArchiveDay,
  type ArchiveMonth,
  type ArchiveRules,
  type ClipView,
  type CoverageView,
  type CutClipRequest,
  type FootagePass,
  type Pin,
} from '@sitecast/contract';
import type { z } from 'zod';
import { createControlRequest } from './control-request.ts';

/** What the recorder knows of the past. Each call throws a Refusal: its own, or `recorder.unreachable`. */
export interface ArchiveClient {
  readCoverage(camera: string, from: string, to: string): Promise<CoverageView>;
  readMonth(camera: string, month: string): Promise<ArchiveMonth>;
  readDay(camera: string, day: string): Promise<ArchiveDay>;
  putPin(camera: string, pin: Pin): Promise<void>;
  issuePass(camera: string, from: string, to: string): Promise<FootagePass>;
  orderClip(order: CutClipRequest): Promise<ClipView>;
  readClip(id: string): Promise<ClipView>;
  giveUpClip(id: string): Promise<void>;
  tellRules(camera: string, rules: ArchiveRules): Promise<void>;
}

export function createArchiveClient(recorderUrl: string, token: string): ArchiveClient {
  const send = createControlRequest(recorderUrl, token);
  const read = async <Schema extends z.ZodType>(
    schema: Schema,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.output<Schema>> => {
    const parsed = schema.safeParse(await (await send(method, path, body)).json().catch(() => null));
    if (!parsed.success)
      throw new Refusal('recorder.unreachable', { detail: 'the recorder answered in another tongue' });
    return parsed.data;
  };
  return {
    readCoverage: (camera, from, to) => read(coverageViewSchema, 'GET', controlPaths.coverage(camera, from, to)),
    readMonth: (camera, month) => read(archiveMonthSchema, 'GET', controlPaths.archiveMonth(camera, month)),
    readDay: (camera, day) => read(archiveDaySchema, 'GET', controlPaths.archiveDay(camera, day)),
    async putPin(camera, pin) {
      await send('PUT', controlPaths.pin(camera, pin.ref), pin);
    },
    issuePass: (camera, from, to) => read(footagePassSchema, 'POST', controlPaths.passes(camera), { from, to }),
    orderClip: (order) => read(clipViewSchema, 'POST', controlPaths.clips, order),
    readClip: (id) => read(clipViewSchema, 'GET', controlPaths.clip(id)),
    async giveUpClip(id) {
      await send('DELETE', controlPaths.clip(id));
    },
    async tellRules(camera, rules) {
      await send('PATCH', controlPaths.camera(camera), { archive: rules });
    },
  };
}
