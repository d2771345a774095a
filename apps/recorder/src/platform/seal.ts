import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

function toKey(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'sitecast camera source', 32));
}

/** Seals a text with AES-256-GCM. `owner` is bound to it: a seal moved to another camera does not open. */
export function sealText(text: string, owner: string, secret: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', toKey(secret), iv).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Opens what `sealText` made. Throws where it was changed, or sealed with another secret or for another owner. */
export function openSeal(seal: string, owner: string, secret: string): string {
  const bytes = Buffer.from(seal, 'base64');
  if (bytes.byteLength < ivBytes + tagBytes) throw new Error('The seal is cut off.');
  const decipher = createDecipheriv('aes-256-gcm', toKey(secret), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
}
