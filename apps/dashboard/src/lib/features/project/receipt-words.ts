import { m } from '#lib/i18n/index.ts';

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
export const toBasisText = (basis: string): string => (basis === 'agreed' ? m.public_receipt_basis_agreed() : basis);

/** A number nobody has renewed for longer than this is said to be old. */
export const oldAfterDays = 45;
