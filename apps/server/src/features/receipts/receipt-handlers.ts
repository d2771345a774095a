import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import type { ReceiptParts } from './parts.ts';
import { readReceipt } from './read-receipt.ts';

export function createReceiptHandlers(parts: ReceiptParts): HandlersOf<'receipt.read'> {
  return {
    'receipt.read': async ({ params, query }) => {
      const receipt = await readReceipt(parts, params.project, query.asOf ?? null);
      if (!receipt) throw new Refusal('project.not-found');
      return receipt;
    },
  };
}
