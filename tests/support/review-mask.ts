import type { Page } from 'playwright-core';
import type { Product } from './product.ts';

type Polygons = readonly (readonly (readonly [number, number])[])[];

/** Has the mask of a camera reviewed: proposed by the machine, approved by who is signed in on the page. */
export async function reviewMask(
  product: Product,
  reviewer: Page,
  camera: string,
  polygons: Polygons = [],
): Promise<void> {
  const path = `/api/cameras/${camera}/masks`;
  const proposed = await product.api('POST', path, { polygons });
  const version = String((proposed.body as { proposed: { version: number } }).proposed.version);
  const approve = { path: `${path}/${version}/approve`, key: crypto.randomUUID().replaceAll('-', '') };
  const status = await reviewer.evaluate(async (to) => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': to.key };
    const answer = await fetch(to.path, { method: 'POST', headers, body: JSON.stringify({ earlier: true }) });
    return answer.status;
  }, approve);
  if (status !== 200) throw new Error(`the mask of ${camera} was not approved: ${status}`);
}
