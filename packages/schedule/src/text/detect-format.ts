import { ScheduleStop } from '../fault.ts';
import { countLines } from './decode-text.ts';
import type { ScheduleFormat } from '../plan.ts';

/** What the text is, by what it begins with; the file's name does not count. */
export function detectFormat(text: string): ScheduleFormat {
  const head = text.slice(0, 4_000).trimStart();
  if (head.startsWith('ERMHDR')) return 'xer';
  if (head.startsWith('<')) return detectXml(text, head);
  const firstLine = head.split(/\r?\n/, 1)[0] ?? '';
  if (/(?:^|[;,\t])"?milestone_code"?(?:$|[;,\t])/i.test(firstLine)) return 'csv';
  throw new ScheduleStop('file.unknown', { line: 1, value: firstLine });
}

function detectXml(text: string, head: string): ScheduleFormat {
  // Before a parser sees a byte: no document type, no entity, wherever it stands.
  const at = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (at >= 0) throw new ScheduleStop('xml.doctype', { line: countLines(text, at) });
  const root = /<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s>/]/.exec(head.replaceAll(/<\?[^>]*\?>|<!--[\s\S]*?-->/g, ''))?.[1];
  if (root === 'Project') return 'mspdi';
  if (root === 'APIBusinessObjects') return 'p6-xml';
  throw new ScheduleStop('file.unknown', { line: 1, value: root ?? head.slice(0, 40) });
}

/** Files that people take for a schedule and that are something else: a ZIP (XLSX), an OLE file (MPP), a PDF. */
export function refuseBinary(bytes: Uint8Array): void {
  const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const known: Record<string, string> = { '504b0304': 'ZIP', d0cf11e0: 'MPP', '25504446': 'PDF', '1f8b0800': 'GZIP' };
  const name = known[magic];
  if (name !== undefined) throw new ScheduleStop('file.unknown', { value: name });
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!isWide && bytes.subarray(0, 8_192).includes(0)) throw new ScheduleStop('file.unknown', { value: 'binary' });
}
