import { listZipNames } from './zip-names.ts';

const office = 'application/vnd.openxmlformats-officedocument.';

/** What is taken, with the ending of its name. Nothing of these runs in a page of ours. */
export const documentTypes = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  [`${office}spreadsheetml.sheet`]: 'xlsx',
  [`${office}wordprocessingml.document`]: 'docx',
} as const;
export type DocumentType = keyof typeof documentTypes;
export type ImageType = Extract<DocumentType, `image/${string}`>;

/** What the bytes themselves say; the name and the type that were sent are not looked at. null: not taken. */
export function readDocumentType(bytes: Buffer): DocumentType | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  const head = bytes.toString('latin1', 0, 12);
  if (head.startsWith('RIFF') && head.endsWith('WEBP')) return 'image/webp';
  if (/^%PDF-[12]\.\d/.test(head)) return isWholePdf(bytes) ? 'application/pdf' : null;
  return head.startsWith('PK\u0003\u0004') ? readOfficeType(bytes) : null;
}

/** Images are drawn anew; what is no image is served as it came. */
export function isImage(type: DocumentType): type is ImageType {
  return type.startsWith('image/');
}

/** A PDF cut off on its way has no end mark. */
function isWholePdf(bytes: Buffer): boolean {
  return bytes.subarray(-1_024).includes('%%EOF');
}

/** By the names in the archive's directory; nothing is unpacked. One that carries macros or strange names is none. */
function readOfficeType(bytes: Buffer): DocumentType | null {
  const names = listZipNames(bytes);
  if (!names?.includes('[Content_Types].xml')) return null;
  if (
    names.some((name) => /vbaProject|\.(?:bin|exe|dll|js|vbs)$/i.test(name) && !/printerSettings\d*\.bin$/.test(name))
  )
    return null;
  if (names.includes('xl/workbook.xml')) return `${office}spreadsheetml.sheet`;
  if (names.includes('word/document.xml')) return `${office}wordprocessingml.document`;
  return null;
}
