const mostEntries = 2_000;
const endBytes = 22;
const entryBytes = 46;

/**
 * The names in a zip archive's central directory, without unpacking anything. null where it is no plain archive: broken,
 * encrypted, of many parts, with names that lead elsewhere, or larger than any document's.
 */
export function listZipNames(bytes: Buffer): string[] | null {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + endBytes > bytes.length) return null;
  const count = bytes.readUInt16LE(end + 10);
  const start = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt16LE(end + 4) !== 0 || count === 0 || count > mostEntries) return null;
  const names: string[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    if (at + entryBytes > end || bytes.toString('latin1', at, at + 4) !== 'PK\u0001\u0002') return null;
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + entryBytes, at + entryBytes + nameLength);
    if (isEncrypted || /(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|\0/.test(name)) return null;
    names.push(name);
    at += entryBytes + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return names;
}
