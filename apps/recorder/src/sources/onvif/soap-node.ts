import { SaxesParser } from 'saxes';
import { PtzError } from './ptz-error.ts';

/** An element of an answer. Names are without their prefix: every maker chooses other ones. */
export interface SoapNode {
  readonly name: string;
  /** Names without their prefix. */
  readonly attributes: ReadonlyMap<string, string>;
  text: string;
  readonly children: SoapNode[];
}

const mostNodes = 20_000;
const mostDepth = 32;
const pieceLength = 16_384;

/**
 * Reads an answer into its elements. The parser knows the five predefined entities and no other; a document type, too many
 * elements or too deep ones are no answer: throws `PtzError('unreadable')`.
 */
export function readSoap(text: string): SoapNode {
  const parser = new SaxesParser();
  const root: SoapNode = { name: '', attributes: new Map(), text: '', children: [] };
  const open: SoapNode[] = [root];
  let nodes = 0;
  const stop = (): never => {
    throw new PtzError('unreadable');
  };
  parser.on('doctype', stop);
  parser.on('error', stop);
  parser.on('opentag', ({ name, attributes }) => {
    nodes += 1;
    if (nodes > mostNodes || open.length > mostDepth) stop();
    const given = Object.entries(attributes).map(([key, value]) => [toLocal(key), String(value)] as const);
    const node: SoapNode = { name: toLocal(name), attributes: new Map(given), text: '', children: [] };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const addText = (piece: string): void => {
    const node = open.at(-1);
    if (node) node.text += piece;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => void open.pop());
  for (let at = 0; at < text.length; at += pieceLength) parser.write(text.slice(at, at + pieceLength));
  parser.close();
  return findNode(root, ['Envelope', 'Body']) ?? stop();
}

const toLocal = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The first element down a path of names. */
export function findNode(node: SoapNode | undefined, path: readonly string[]): SoapNode | undefined {
  return path.reduce<SoapNode | undefined>((at, name) => at?.children.find((child) => child.name === name), node);
}

/** The first element of that name, however deep. */
export function findDeep(node: SoapNode, name: string): SoapNode | undefined {
  const known = [...node.children];
  // An array that grows while it is walked: what is found first lies least deep.
  for (const at of known) {
    if (at.name === name) return at;
    known.push(...at.children);
  }
  return undefined;
}

/** All text below an element. */
export function readText(node: SoapNode | undefined): string {
  return node === undefined ? '' : (node.text + node.children.map(readText).join(' ')).trim();
}
