import type { FootagePass } from '@sitecast/contract';
import { createDraft, sendDraft } from '#lib/api/index.ts';

/** Asks for the address of older footage; null where it is not granted to this visitor, or cannot be had now. */
export async function findPass(camera: string, fromMs: number, toMs: number): Promise<string | null> {
  const stretch = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const result = await sendDraft<FootagePass>(createDraft(`/api/cameras/${camera}/passes`, stretch));
  return result.ok ? result.value.base : null;
}
