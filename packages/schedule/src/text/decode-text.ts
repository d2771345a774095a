import { ScheduleStop, type FaultList } from '../fault.ts';

/** A file's text. Line breaks stay as they are. */
export function decodeText(bytes: Uint8Array, faults: FaultList): string {
  const marked = readMark(bytes);
  if (marked !== null) return decodeStrictly(bytes, marked);
  const declared = readXmlEncoding(bytes);
  if (declared !== null) return decodeStrictly(bytes, declared);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const encoding = guessCodePage(bytes);
    faults.warn('encoding.guessed', { value: encoding });
    return new TextDecoder(encoding).decode(bytes);
  }
}

function readMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

const xmlDeclaration = /^<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

function readXmlEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200)).trimStart();
  if (!head.startsWith('<')) return null;
  // XML without a declaration is UTF-8 by its own rule.
  return xmlDeclaration.exec(head)?.[1] ?? 'utf-8';
}

function decodeStrictly(bytes: Uint8Array, encoding: string): string {
  if (!isKnown(encoding)) throw new ScheduleStop('encoding.invalid', { line: 1, value: encoding });
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ScheduleStop('encoding.invalid', { line: findBadLine(bytes, encoding), value: encoding });
  }
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}

/** The first line that does not decode: where a person looks for the wrong code page. */
function findBadLine(bytes: Uint8Array, encoding: string): number | null {
  if (encoding.startsWith('utf-16')) return null;
  const text = new TextDecoder(encoding).decode(bytes);
  const at = text.indexOf('\uFFFD');
  return at < 0 ? null : countLines(text, at);
}

/** The line, counted from 1, in which an index of the text lies. */
export function countLines(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/**
 * Windows-1251 or 1252 for bytes that are no UTF-8. Cyrillic words are runs of bytes from 0xC0 on with no Latin letter
 * beside them; in western words such bytes stand among Latin letters.
 */
function guessCodePage(bytes: Uint8Array): 'windows-1251' | 'windows-1252' {
  let cyrillic = 0;
  let western = 0;
  for (let at = 0, run = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc0 || byte === 0xa8 || byte === 0xb8) {
      run += 1;
      continue;
    }
    if (run > 0) {
      if (isLatinLetter(byte) || isLatinLetter(bytes[at - run - 1])) western += run;
      else if (run > 1) cyrillic += run;
    }
    run = 0;
  }
  return cyrillic > western ? 'windows-1251' : 'windows-1252';
}

function isLatinLetter(byte = 0): boolean {
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x5a;
}
