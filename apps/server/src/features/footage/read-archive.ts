import { Refusal, type ArchiveDay, type ArchiveMonth, type CoverageView } from '@sitecast/contract';
import { isAllowed, type Caller } from '../../platform/caller.ts';
import type { FilmedCamera, FootageParts } from './parts.ts';

type ArchiveParts = Pick<FootageParts, 'store' | 'archive' | 'findCamera'>;

/**
 * The camera whose past a caller may see: one that the public sees, or any of their project for who may look at private
 * ones. Everything else (held, unpublished, foreign, absent) is the same refusal.
 */
export async function openCamera(parts: ArchiveParts, id: string, caller: Caller): Promise<FilmedCamera> {
  const camera = await parts.findCamera(parts.store.db, id);
  const mayLook = camera && (camera.isShown || isAllowed(caller, 'camera.read-private', camera.project));
  if (!mayLook) throw new Refusal('camera.not-found');
  return camera;
}

/** A month of a camera, `2026-11`. Throws Refusal where the caller may not see its past. */
export async function readMonth(parts: ArchiveParts, id: string, month: string, caller: Caller): Promise<ArchiveMonth> {
  return parts.archive.readMonth((await openCamera(parts, id, caller)).id, month);
}

/** A local day of a camera. Throws Refusal as above. */
export async function readDay(parts: ArchiveParts, id: string, day: string, caller: Caller): Promise<ArchiveDay> {
  return parts.archive.readDay((await openCamera(parts, id, caller)).id, day);
}

/** What was recorded of the hours between two local days, both included. Throws Refusal as above. */
export async function readCoverage(
  parts: ArchiveParts,
  id: string,
  range: { from: string; to: string },
  caller: Caller,
): Promise<CoverageView> {
  return parts.archive.readCoverage((await openCamera(parts, id, caller)).id, range.from, range.to);
}
