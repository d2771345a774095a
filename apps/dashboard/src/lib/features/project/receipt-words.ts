import type { ReceiptRow } from '@sitecast/contract';
import { formatNumber, m, methodWords, pickText } from '#lib/i18n/index.ts';

const posters: Record<string, () => string> = {
  'project-manager': m.public_role_manager,
  verifier: m.public_role_verifier,
  owner: m.public_role_owner,
  administrator: m.public_role_administrator,
  investor: m.manage_role_investor,
};

/** Who posted, by role; an organisation's name stays as it is. */
export const toPosterText = (postedBy: string): string => posters[postedBy]?.() ?? postedBy;

/** What the weights were taken from. */
export const toBasisText = (basis: string): string => bases[basis]?.() ?? basis;

const bases: Record<string, () => string> = {
  agreed: m.public_receipt_basis_agreed,
  cost: m.imports_basis_cost,
  hours: m.imports_basis_hours,
  duration: m.imports_basis_duration,
};

/** How an item is measured, with what was agreed of it: the split of start and finish, the quantities that are weighted. */
export function toMethodText(row: Pick<ReceiptRow, 'method' | 'steps' | 'startCreditBp'>): string {
  const word = methodWords[row.method]();
  if (row.method === 'start-finish' && row.startCreditBp !== undefined) {
    return `${word}, ${row.startCreditBp / 100} / ${100 - row.startCreditBp / 100}`;
  }
  if (row.method !== 'weighted-units') return word;
  const parts = (row.steps ?? []).map(({ title, done = null, total = null, unit }) => {
    return `${pickText(title).text} ${formatNumber(done ?? 0)} / ${total === null ? '–' : formatNumber(total)}${unit ? ` ${unit}` : ''}`;
  });
  return [word, ...parts].join(' · ');
}

/** A number nobody has renewed for longer than this is said to be old. */
export const oldAfterDays = 45;
