import { setTimeout as wait } from 'node:timers/promises';
import { controlPaths, mediaPaths, toStillName } from '@sitecast/contract';
import { z } from 'zod';
import { HttpFault, type HttpClient } from '../http-client.ts';
import { firstStoneMs, type ProgressCurve } from '../progress-curve.ts';
import { retry } from '../retry.ts';
import { drawJpeg } from '../scene/scene-source.ts';
import type { SceneView } from '../scene/views.ts';
import { planStills } from './still-plan.ts';

export type BackFillOptions = {
  recorder: HttpClient;
  views: readonly SceneView[];
  curve: () => ProgressCurve;
  seed: number;
  now: () => number;
  signal: AbortSignal;
  onFault: (error: unknown) => void;
};

const size = { width: 640, height: 360 };
const maxBytes = 30_000;
const qualities = [80, 68, 56, 44];
const daysSchema = z.object({ days: z.array(z.object({ date: z.string() })) });

/** Draws the past of each view and hands it to the recorder, which then has it as if it had been there. Skips days it has. */
export async function backFillStills(options: BackFillOptions): Promise<number> {
  const { recorder, views, signal } = options;
  const toMs = options.now() - 3_600_000;
  const known = new Map<SceneView, Set<string>>();
  for (const view of views) {
    known.set(view, await retry(() => readDays(recorder, view), { signal, onFault: options.onFault }));
  }
  let kept = 0;
  for (const atMs of planStills(firstStoneMs + 9 * 3_600_000, toMs, options.seed)) {
    for (const view of views) {
      signal.throwIfAborted();
      if (known.get(view)?.has(new Date(atMs).toISOString().slice(0, 10))) continue;
      const startedMs = options.now();
      const percent = options.curve().percentAt(atMs);
      const jpeg = await drawSmallJpeg({ view, percent, atMs, seed: options.seed, ...size });
      await retry(() => keep(recorder, view, atMs, jpeg), { signal, onFault: options.onFault });
      kept += 1;
      // The cameras come first: between two stills we rest for longer than one takes.
      await wait(Math.min(3_000, Math.max(20, (options.now() - startedMs) * 1.5)), undefined, { signal });
    }
  }
  return kept;
}

async function readDays(recorder: HttpClient, view: SceneView): Promise<Set<string>> {
  const answer = daysSchema.parse(await recorder.ask('GET', mediaPaths.stills(view)));
  return new Set(answer.days.map((day) => day.date));
}

async function keep(recorder: HttpClient, view: SceneView, atMs: number, jpeg: Buffer): Promise<void> {
  try {
    await recorder.ask('PUT', controlPaths.still(view, toStillName(new Date(atMs).toISOString())), jpeg);
  } catch (error) {
    // That second has another picture already: it stays.
    if (error instanceof HttpFault && error.status === 422) return;
    throw error;
  }
}

/** A still of at most 30 kB; a busy picture is coded more coarsely. */
export async function drawSmallJpeg(request: Parameters<typeof drawJpeg>[0]): Promise<Buffer> {
  let jpeg = Buffer.alloc(0);
  for (const quality of qualities) {
    jpeg = Buffer.from(await drawJpeg(request, quality));
    if (jpeg.length <= maxBytes) break;
  }
  return jpeg;
}
