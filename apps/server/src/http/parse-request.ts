import { Refusal, toFieldFaults, type Route } from '@sitecast/contract';
import type { Request } from 'express';
import type { z } from 'zod';

const deepest = 20;

/** Checks the path's parameters. One that cannot be a code is an address that is not there. */
export function parseParams(route: Route, request: Request): Record<string, unknown> | null {
  if (!route.params) return null;
  const parsed = route.params.safeParse(request.params);
  if (!parsed.success) throw new Refusal('request.not-found', { fields: toFieldFaults(parsed.error) });
  return parsed.data;
}

/** Checks the query string: known names, each once (ERR5). */
export function parseQuery(route: Route, request: Request): Record<string, unknown> | null {
  const sent: Record<string, string> = {};
  const at = request.originalUrl.indexOf('?');
  for (const [name, value] of new URLSearchParams(at < 0 ? '' : request.originalUrl.slice(at + 1))) {
    if (Object.hasOwn(sent, name)) throw fieldRefusal(name, 'is given twice');
    Object.defineProperty(sent, name, { value, enumerable: true });
  }
  if (!route.query) {
    const name = Object.keys(sent)[0];
    if (name !== undefined) throw fieldRefusal(name, 'is not a known parameter');
    return null;
  }
  return parse(route.query, sent) as Record<string, unknown>;
}

/** Checks a JSON body, or that there is none. */
export function parseBody(route: Route, request: Request): unknown {
  if (route.upload) return null;
  if (!route.body) {
    if (hasBody(request))
      throw new Refusal('request.invalid', { fields: [{ field: 'body', message: 'is not expected' }] });
    return null;
  }
  const type = request.headers['content-type'];
  if (type === undefined || !/^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type)) {
    throw new Refusal('request.media-type');
  }
  if (isDeeper(request.body, deepest))
    throw new Refusal('request.invalid', { fields: [{ field: 'body', message: 'is nested too deep' }] });
  return parse(route.body, request.body);
}

export function parse(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('request.invalid', { fields: toFieldFaults(parsed.error) });
  return parsed.data;
}

function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

function fieldRefusal(name: string, message: string): Refusal {
  return new Refusal('request.invalid', { fields: [{ field: name.slice(0, 80), message }] });
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((child) => isDeeper(child, levels - 1));
}
