import { createHmac, timingSafeEqual } from 'node:crypto';

/** The link that ends one person's subscription to one project: it does nothing else, and needs nobody to sign in. */
export function createEndToken(key: string, principal: string, project: string): string {
  return `${principal}.${project}.${sign(key, principal, project)}`;
}

/** Whose subscription a token ends; null where it was not made here. */
export function readEndToken(key: string, token: string): { principal: string; project: string } | null {
  const [principal = '', project = '', mac = '', ...rest] = token.split('.');
  if (rest.length > 0 || principal === '' || project === '') return null;
  const expected = Buffer.from(sign(key, principal, project));
  const shown = Buffer.from(mac);
  return shown.length === expected.length && timingSafeEqual(shown, expected) ? { principal, project } : null;
}

function sign(key: string, principal: string, project: string): string {
  return createHmac('sha256', key).update(`end-subscription/${principal}/${project}`).digest('base64url');
}
