import { SaxesParser } from 'saxes';
import { ScheduleStop } from '../fault.ts';
import type { ScheduleLimits } from '../limits.ts';

/** One element with what stands in it. Names are without their prefix; attributes are not read. */
export interface XmlNode {
  readonly name: string;
  readonly line: number;
  text: string;
  readonly children: XmlNode[];
}

export interface RecordReader {
  /** Paths below the root (`Tasks/Task`) that are built into nodes, handed over and dropped again. */
  readonly records: ReadonlySet<string>;
  onRecord(path: string, node: XmlNode): void;
  /** An element outside of any record begins. */
  onOpen?(path: string): void;
}

export interface XmlRoot {
  readonly namespace: string;
}

const pieceLength = 1 << 16;

/**
 * Streams an XML text: of the whole tree only the record under way is in memory. The parser knows the five predefined
 * entities and no other; a document type is refused before and here.
 */
export function readRecords(text: string, limits: ScheduleLimits, reader: RecordReader): XmlRoot {
  const parser = new SaxesParser();
  const path: string[] = [];
  let namespace = '';
  let nodes = 0;
  /** The record under way, outermost first; empty between records. */
  const open: XmlNode[] = [];
  parser.on('doctype', () => {
    throw new ScheduleStop('xml.doctype', { line: parser.line });
  });
  parser.on('opentag', (tag) => {
    nodes += 1;
    if (nodes > limits.nodes) throw new ScheduleStop('limit.nodes', { line: parser.line, value: String(limits.nodes) });
    if (path.length >= limits.depth) {
      throw new ScheduleStop('xml.too-deep', { line: parser.line, value: String(limits.depth) });
    }
    const name = tag.name.slice(tag.name.indexOf(':') + 1);
    if (path.length === 0) namespace = findNamespace(tag.attributes);
    path.push(name);
    const parent = open.at(-1);
    if (!parent) {
      const place = path.slice(1).join('/');
      if (!reader.records.has(place)) {
        reader.onOpen?.(place);
        return;
      }
    }
    const node: XmlNode = { name, line: parser.line, text: '', children: [] };
    parent?.children.push(node);
    open.push(node);
  });
  const addText = (piece: string): void => {
    const node = open.at(-1);
    if (node) node.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const node = open.pop();
    if (node && open.length === 0) reader.onRecord(path.slice(1).join('/'), node);
    path.pop();
  });
  try {
    for (let at = 0; at < text.length; at += pieceLength) parser.write(text.slice(at, at + pieceLength));
    parser.close();
  } catch (error) {
    if (error instanceof ScheduleStop) throw error;
    throw new ScheduleStop('xml.malformed', { line: parser.line, value: toReason(error) });
  }
  return { namespace };
}

function findNamespace(attributes: Record<string, unknown>): string {
  const found = Object.entries(attributes).find(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return typeof found?.[1] === 'string' ? found[1] : '';
}

/** The parser's own words without its position, which is said apart. */
function toReason(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^\d+:\d+: /, '') : '';
}

/** The text of the first child of that name; undefined where there is none. */
export function readChild(node: XmlNode, name: string): string | undefined {
  return node.children.find((child) => child.name === name)?.text.trim();
}
