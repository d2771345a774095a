import { createHash } from 'node:crypto';
import type { Credentials } from '../rtsp/authorization.ts';

const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

/** Text as it stands between tags or in an attribute; control characters are not XML and go. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * A SOAP 1.2 request; signed with a UsernameToken (WS-Security, PasswordDigest) where there is a login. `atMs` is the
 * camera's own time: most refuse a token that is minutes off. The password itself is never in it.
 */
export function writeEnvelope(body: string, login: Credentials | null, atMs: number, nonce: Buffer): string {
  const header = login ? `<s:Header>${writeToken(login, new Date(atMs).toISOString(), nonce)}</s:Header>` : '';
  return `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

function writeToken({ username, password }: Credentials, created: string, nonce: Buffer): string {
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return [
    `<w:Security s:mustUnderstand="1" xmlns:w="${security}-wssecurity-secext-1.0.xsd"><w:UsernameToken>`,
    `<w:Username>${escapeXml(username)}</w:Username>`,
    `<w:Password Type="${security}-username-token-profile-1.0#PasswordDigest">${digest}</w:Password>`,
    `<w:Nonce EncodingType="${security}-soap-message-security-1.0#Base64Binary">${nonce.toString('base64')}</w:Nonce>`,
    `<u:Created xmlns:u="${security}-wssecurity-utility-1.0.xsd">${created}</u:Created>`,
    '</w:UsernameToken></w:Security>',
  ].join('');
}
