import type { Polygon, PublicSpan } from '@sitecast/contract';
import { closeSpans, openSpan } from '../../platform/public-spans.ts';
import type { Tx } from '../../platform/store.ts';
import { isCovered, listClosedCurtains } from './curtain-records.ts';
import type { PrivacyParts, PrivateCamera } from './parts.ts';

/**
 * Brings cameras in line with the curtains that are closed now; `hideFrom`: what was public since then goes behind one that
 * falls. Answers those that changed.
 */
export async function settleCurtains<Row extends PrivateCamera>(
  tx: Tx,
  parts: Pick<PrivacyParts<Row>, 'changeCamera'>,
  rows: readonly Row[],
  { hideFrom, now }: { hideFrom: string | null; now: string },
): Promise<Row[]> {
  const closed = await listClosedCurtains(tx);
  const changed: Row[] = [];
  for (const row of rows) {
    const curtain = closed.find((one) => isCovered(one, row)) ?? null;
    const spans = JSON.parse(row.spans) as PublicSpan[];
    const masked = (JSON.parse(row.mask ?? '[]') as Polygon[]).length > 0;
    const opens = curtain === null && row.curtain !== null && row.mask_version !== null;
    const hidden = curtain !== null && hideFrom !== null ? closeSpans(spans, hideFrom) : spans;
    const after = await parts.changeCamera(tx, row.id, {
      curtain: curtain?.id ?? null,
      curtain_scope: curtain?.scope ?? null,
      curtain_at: curtain?.closed_at ?? null,
      spans: JSON.stringify(opens ? openSpan(hidden, now, masked) : hidden),
    });
    if (after) changed.push(after);
  }
  return changed;
}
