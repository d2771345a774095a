import type { SignSlot } from '@sitecast/contract';
import { m } from '#lib/i18n/index.ts';

/** Who signs, in the reader's language. */
export const slotNames: Record<SignSlot, () => string> = {
  customer: m.signoff_customer,
  contractor: m.signoff_contractor,
  'technical-supervision': m.signoff_technical,
  'designer-supervision': m.signoff_designer,
};
