import { fromBase64Url, toBase64Url, toBytes } from './digest.ts';

type CryptoKeyOf = Awaited<ReturnType<typeof crypto.subtle.deriveKey>>;

/** Signs the heads of chains. The private half never leaves the machine it was made on. */
export interface SigningKey {
  /** The public half: 32 bytes, base64url. */
  readonly publicKey: string;
  /** Ed25519 over the text's UTF-8 bytes, base64url. */
  sign(text: string): Promise<string>;
}

/** Makes a new key as the text that is kept in a file: private and public half, base64url, with a dot between. */
export async function createKeyText(): Promise<string> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('Ed25519 makes a pair');
  const secret = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const open = await crypto.subtle.exportKey('raw', pair.publicKey);
  return `${toBase64Url(secret)}.${toBase64Url(open)}`;
}

/** Reads what `createKeyText` wrote. @throws where it is no such key, or the halves do not belong together. */
export async function readSigningKey(text: string): Promise<SigningKey> {
  const [secret = '', publicKey = ''] = text.trim().split('.');
  const key = await crypto.subtle.importKey('pkcs8', fromBase64Url(secret), 'Ed25519', false, ['sign']);
  const sign = async (said: string): Promise<string> =>
    toBase64Url(await crypto.subtle.sign('Ed25519', key, toBytes(said)));
  const check = await createSignatureCheck(publicKey);
  if (check === null || !(await check('sitecast', await sign('sitecast')))) {
    throw new Error('the halves of the ledger key do not belong together');
  }
  return { publicKey, sign };
}

/** Says whether a signature over a text was made with one key. */
export type SignatureCheck = (text: string, signature: string) => Promise<boolean>;

/** This browser or runtime has no Ed25519 (Chromium before 137, Firefox before 129, Safari before 17). */
export class Ed25519Missing extends Error {
  constructor() {
    super('Ed25519 is not supported here');
    this.name = 'Ed25519Missing';
  }
}

/** null: the text is no public key. @throws Ed25519Missing. */
export async function createSignatureCheck(publicKey: string): Promise<SignatureCheck | null> {
  let key: CryptoKeyOf;
  try {
    key = await crypto.subtle.importKey('raw', fromBase64Url(publicKey), 'Ed25519', false, ['verify']);
  } catch (error) {
    if ((error as Error).name === 'NotSupportedError') throw new Ed25519Missing();
    return null;
  }
  return async (text, signature) => {
    try {
      return await crypto.subtle.verify('Ed25519', key, fromBase64Url(signature), toBytes(text));
    } catch {
      return false;
    }
  };
}
