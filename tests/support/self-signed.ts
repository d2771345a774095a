import { generateKeyPairSync, sign } from 'node:crypto';

/** One value of ASN.1 in DER: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

function toName(host: string): Buffer {
  const commonName = sequence(der(0x06, hex('550403')), der(0x0c, Buffer.from(host)));
  return sequence(der(0x31, commonName));
}

function toTime(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

/** A certificate of a camera's own making, valid from yesterday to tomorrow, with its key, as one PEM text. */
export function makeSelfSigned(host: string): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(der(0x06, hex('2a8648ce3d040302')));
  const dayMs = 86_400_000;
  const statement = sequence(
    der(0xa0, der(0x02, hex('02'))),
    der(0x02, hex('01')),
    algorithm,
    toName(host),
    sequence(toTime(Date.now() - dayMs), toTime(Date.now() + dayMs)),
    toName(host),
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const certificate = sequence(statement, algorithm, der(0x03, hex('00'), sign('sha256', statement, privateKey)));
  const text = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n');
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n${key}`;
}
