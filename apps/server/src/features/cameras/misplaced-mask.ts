import type { CameraHealth, Polygon, PublicSpan } from '@sitecast/contract';
import { closeSpans, openSpan } from '../../platform/public-spans.ts';
import type { CameraTable } from './tables.ts';

/** Whether a camera shows another view than its mask was drawn for: then the mask hides nothing it should. */
export function isMisplaced(row: CameraTable, health: CameraHealth): boolean {
  return health.state === 'moved' && isMasked(row);
}

/**
 * What may be public of a masked camera now: nothing since it moved, and again from the moment it shows what it should.
 * null: as it was.
 */
export function toSpansOfView(row: CameraTable, health: CameraHealth, now: string): string | null {
  if (!isMasked(row) || row.curtain !== null) return null;
  const spans = JSON.parse(row.spans) as PublicSpan[];
  const isOpen = spans.at(-1)?.to === null;
  if (health.state === 'moved' && isOpen) return JSON.stringify(closeSpans(spans, health.since));
  if (health.state === 'live' && !isOpen) return JSON.stringify(openSpan(spans, now, true));
  return null;
}

const isMasked = (row: CameraTable): boolean =>
  row.mask_version !== null && (JSON.parse(row.mask ?? '[]') as Polygon[]).length > 0;
