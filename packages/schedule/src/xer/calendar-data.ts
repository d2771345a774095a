import { fromSundayFirst, joinExceptions, usualWeek, type PlanCalendar } from '../calendars/plan-calendar.ts';
import { fromDayCount, toDayCount } from '../text/day.ts';

/** A node of P6's own notation: `(0||name(values)(children))`. */
interface DataNode {
  name: string;
  values: string;
  children: DataNode[];
}

const deepest = 12;
const longest = 1_000_000;
/** Day 0 of the serial numbers in which P6 writes the days of exceptions. */
const serialStart = toDayCount('1899-12-30');

/** The week and the exceptions of one calendar of a XER file; null where its notation cannot be followed. */
export function readCalendarData(text: string): Pick<PlanCalendar, 'week' | 'exceptions'> | null {
  if (text.trim() === '' || text.length > longest) return null;
  const nodes = parseNodes(text);
  if (nodes === null) return null;
  const week = findNode(nodes, 'DaysOfWeek')
    ?.children.filter((day) => day.children.length > 0 && /^[1-7]$/.test(day.name))
    .map((day) => fromSundayFirst(Number(day.name)));
  const exceptions = (findNode(nodes, 'Exceptions')?.children ?? []).flatMap((node) => {
    const serial = /(?:^|\|)d\|(\d{1,6})(?:\||$)/.exec(node.values)?.[1];
    if (serial === undefined) return [];
    const day = fromDayCount(serialStart + Number(serial));
    return [{ from: day, to: day, works: node.children.length > 0, name: null }];
  });
  return {
    week: week && week.length > 0 ? week.sort((a, b) => a - b) : [...usualWeek],
    exceptions: joinExceptions(exceptions),
  };
}

function findNode(nodes: readonly DataNode[], name: string): DataNode | null {
  for (const node of nodes) {
    const found = node.name === name ? node : findNode(node.children, name);
    if (found) return found;
  }
  return null;
}

/** Everything outside of the brackets (line breaks that P6 writes as other characters) is passed over. */
function parseNodes(text: string): DataNode[] | null {
  let at = 0;
  let isBroken = false;

  const readList = (depth: number): DataNode[] => {
    const nodes: DataNode[] = [];
    while (!isBroken && at < text.length) {
      const next = text[at];
      if (next === ')') return nodes;
      if (next === '(') {
        at += 1;
        if (depth >= deepest) isBroken = true;
        else nodes.push(readNode(depth + 1));
      } else at += 1;
    }
    return nodes;
  };
  const readGroup = (depth: number): DataNode[] => {
    at += 1;
    const nodes = readList(depth);
    if (text[at] === ')') at += 1;
    else isBroken = true;
    return nodes;
  };
  const readNode = (depth: number): DataNode => {
    const open = text.indexOf('(', at);
    const head = open < 0 ? '' : text.slice(at, open);
    const name = /^\s*\d+\|\|(.*)$/s.exec(head)?.[1]?.trim();
    const close = text.indexOf(')', open);
    if (open < 0 || close < 0 || name === undefined) {
      isBroken = true;
      return { name: '', values: '', children: [] };
    }
    const values = text.slice(open + 1, close);
    at = close + 1;
    while (at < text.length && text[at] !== '(' && text[at] !== ')') at += 1;
    const children = text[at] === '(' ? readGroup(depth) : [];
    while (at < text.length && text[at] !== ')') at += 1;
    if (text[at] === ')') at += 1;
    else isBroken = true;
    return { name, values, children };
  };
  const nodes = readList(0);
  return isBroken || at < text.length ? null : nodes;
}
