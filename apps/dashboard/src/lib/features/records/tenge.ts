/** 10 trillion tenge in tiyn, as the contract allows. */
const mostMinor = 1_000_000_000_000_000;

/**
 * Whole tiyn from what a person typed: `1 250 000,50`, `1,250,000.5`, `-400`. null where it is no amount, has more than two
 * decimals, or could be read in two ways (`1,250` is a thousand in one language and one and a quarter in another).
 */
export function parseTenge(typed: string): number | null {
  const plain = typed
    .trim()
    .replace(/[\s\u00A0\u202F₸']/g, '')
    .replace(/^[−–]/, '-');
  const [, sign = '', body = ''] = /^(-?)(\d[\d.,]*)$/.exec(plain) ?? [];
  if (body === '') return null;
  const parts = splitDecimals(body);
  if (parts === null) return null;
  const minor = Number(parts.whole) * 100 + Number(parts.decimals.padEnd(2, '0'));
  if (minor > mostMinor) return null;
  return sign === '-' ? -minor : minor;
}

function splitDecimals(body: string): { whole: string; decimals: string } | null {
  const marks = [...body.matchAll(/[.,]/g)];
  const last = marks.at(-1);
  if (!last) return { whole: body, decimals: '' };
  const after = body.slice(last.index + 1);
  const same = marks.filter(([mark]) => mark === last[0]).length;
  const isGrouped = /^\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(body);
  // One mark before three digits may be either; two and more of one kind can only be groups.
  if (isGrouped) return same > 1 ? { whole: body.replaceAll(last[0], ''), decimals: '' } : null;
  if (same > 1 || !/^\d{1,2}$/.test(after)) return null;
  const before = body.slice(0, last.index);
  const other = last[0] === '.' ? ',' : '.';
  const isWhole = /^\d+$/.test(before) || new RegExp(`^\\d{1,3}(?:\\${other}\\d{3})+$`).test(before);
  return isWhole ? { whole: before.replaceAll(other, ''), decimals: after } : null;
}
