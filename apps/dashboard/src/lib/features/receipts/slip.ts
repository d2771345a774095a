import type { LocalText, Provenance } from '@sitecast/contract';

/** Everything the receipt of one number says by itself; who posted what behind it is read when it is opened. */
export interface NumberSlip {
  readonly label: string;
  readonly value: string;
  /** As the formulas call it; the same in every language. */
  readonly symbol?: string;
  readonly formula?: string;
  readonly inputs?: readonly { symbol: string; value: string }[];
  /** An amount to the tiyn, where the value is a short one. */
  readonly exact?: string | null;
  readonly isUndefined?: boolean;
  readonly isBad?: boolean;
  /** Where a number is not computed but set: by whom, or how. */
  readonly says?: string;
  /** What a sum is made of. */
  readonly parts?: readonly { name: LocalText; value: string; note: string }[];
  /** The project whose posts stand behind it; null: several, which are its parts. */
  readonly project: string | null;
  /** The past day it is of; null: the newest. */
  readonly asOf: string | null;
  /** Only this item's post; left out, all that weigh. */
  readonly item?: string;
  readonly dataDate: string | null;
  readonly baselineRevision: number | null;
  readonly provenance: Provenance | null;
}
