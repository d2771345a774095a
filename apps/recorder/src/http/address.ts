import { Refusal } from '@sitecast/contract';

export interface RequestAddress {
  path: string;
  query: string;
}

/** Splits the target of a request. Nothing is decoded: no address of ours needs it, and what holds `%` is none. */
export function splitAddress(target: string): RequestAddress {
  const mark = target.indexOf('?');
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** The query's parameters, each named once and known. Throws Refusal that names the field (ERR2, ERR5). */
export function parseQuery<Name extends string>(query: string, known: readonly Name[]): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {};
  for (const [given, value] of new URLSearchParams(query)) {
    const name = known.find((one) => one === given);
    if (!name) throw refuseField(given.slice(0, 64), 'is not a known parameter');
    if (found[name] !== undefined) throw refuseField(name, 'is given twice');
    found[name] = value;
  }
  return found;
}

/** The refusal of one bad field (ERR2). */
export function refuseField(field: string, message: string): Refusal {
  return new Refusal('request.invalid', { fields: [{ field, message }] });
}
