import type { LedgerRecord } from './record.ts';

/** What a page shows of one item. */
export interface ShownItem {
  readonly code: string;
  readonly version: number;
  readonly percentBp: number | null;
  readonly actual: string | null;
  readonly evidence: readonly { readonly sha256: string }[];
  /** Of an acceptance act: its slots, and when each was signed. */
  readonly signOffs?: readonly { readonly slot: string; readonly signedAt: string | null }[] | undefined;
}

/** What a page shows of a project. */
export interface ShownProject {
  readonly percentBp: number | null;
  /** Of the weights that are shown (`digestWeights`); null: they are not compared. */
  readonly weightsSha256: string | null;
  readonly items: readonly ShownItem[];
}

/** Something a page shows that is not what the chain's newest record of it says. */
export interface ShownFault {
  /** null: the project's own percent, or the weights of its plan. */
  readonly item: string | null;
  readonly field: 'percent' | 'actual' | 'evidence' | 'signature' | 'weights' | 'unsealed';
  /** The record it should agree with; null: there is none. */
  readonly n: number | null;
}

/**
 * A whole chain proves nothing about a page that shows other numbers. This follows the records and keeps the newest of
 * each item, to be held against what is shown (LEDGER8). Records must be taken in order.
 */
export function createShownCheck(): { take(record: LedgerRecord): void; compare(shown: ShownProject): ShownFault[] } {
  const newest = new Map<string, LedgerRecord>();
  const signatures = new Map<string, { n: number; signedAt: string | null }>();
  let whole: { n: number; percentBp: number } | null = null;
  let weights: { n: number; sha256: string } | null = null;

  const compareItem = (item: ShownItem): ShownFault[] => {
    const record = newest.get(item.code);
    // Nothing was posted on it yet, so there is nothing to seal.
    if (item.version === 0) return record ? [{ item: item.code, field: 'unsealed', n: record.n }] : [];
    if (!record || record.body['version'] !== item.version) {
      return [{ item: item.code, field: 'unsealed', n: record?.n ?? null }];
    }
    const { body, n } = record;
    const faults: ShownFault[] = [];
    if (body['percentBp'] !== item.percentBp) faults.push({ item: item.code, field: 'percent', n });
    // A later post keeps the day on which it was reached.
    if (body['actual'] !== null && body['actual'] !== item.actual) faults.push({ item: item.code, field: 'actual', n });
    const sealed = Array.isArray(body['evidence']) ? body['evidence'].map(toSha256) : [];
    const isSame = sealed.join() === item.evidence.map((photo) => photo.sha256).join();
    if (!isSame) faults.push({ item: item.code, field: 'evidence', n });
    return faults;
  };

  const compareSignatures = ({ code, signOffs = [] }: ShownItem): ShownFault[] =>
    signOffs.flatMap(({ slot, signedAt }): ShownFault[] => {
      const sealed = signatures.get(`${code}/${slot}`);
      if ((sealed?.signedAt ?? null) === signedAt) return [];
      return [{ item: code, field: 'signature', n: sealed?.n ?? null }];
    });

  return {
    take: (record) => {
      const { item, projectPercentBp } = record.body;
      if (typeof item === 'string') newest.set(item, record);
      const { milestone, slot, act, signedAt } = record.body;
      if (typeof milestone === 'string' && typeof slot === 'string') {
        const isSigned = act === 'signed' && typeof signedAt === 'string';
        signatures.set(`${milestone}/${slot}`, { n: record.n, signedAt: isSigned ? signedAt : null });
      }
      if (typeof projectPercentBp === 'number') whole = { n: record.n, percentBp: projectPercentBp };
      // A new plan weighs the same work anew: until the next post there is no sealed percent of the whole.
      if (record.kind === 'baseline-revision' || record.body['of'] === 'baseline-revision') {
        whole = null;
        const { weightsSha256 } = record.body;
        // A revision from before weights were sealed by themselves is not compared.
        weights = typeof weightsSha256 === 'string' ? { n: record.n, sha256: weightsSha256 } : null;
      }
    },
    compare: ({ percentBp, weightsSha256, items }) => {
      const faults = items.flatMap((item) => [...compareItem(item), ...compareSignatures(item)]);
      if (whole !== null && whole.percentBp !== percentBp) faults.push({ item: null, field: 'percent', n: whole.n });
      if (weights !== null && weightsSha256 !== null && weights.sha256 !== weightsSha256) {
        faults.push({ item: null, field: 'weights', n: weights.n });
      }
      return faults;
    },
  };
}

function toSha256(photo: unknown): string {
  return String((photo as { sha256?: unknown } | null)?.sha256);
}
