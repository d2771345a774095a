import { z } from 'zod';
import { errorStatus, type ErrorCode } from './words.ts';

/** RFC 9457 body of every refusal. `field` names the first bad field, `fields` all of them. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]]),
  detail: z.string().optional(),
  field: z.string().optional(),
  fields: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  current: z
    .unknown()
    .optional()
    .meta({ description: 'With 409: what stands there now; with import.refused: all that was found.' }),
  requestId: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export interface FieldFault {
  field: string;
  message: string;
}

/** Codes that blame one part of a request, whoever refuses: what there is no field of a schema for has its name here. */
const blamed: Partial<Record<ErrorCode, FieldFault>> = {
  'request.unparsable': { field: 'body', message: 'cannot be read' },
  'request.too-large': { field: 'body', message: 'is too large' },
  'request.media-type': { field: 'content-type', message: 'is not one that is read here' },
  'request.host': { field: 'host', message: 'is none of this server' },
  'request.origin': { field: 'origin', message: 'is not a page of this server' },
  'request.method': { field: 'method', message: 'is not served at this address' },
  'idempotency.missing': { field: 'idempotency-key', message: 'is missing' },
  'media.range': { field: 'range', message: 'holds nothing of what there is' },
};

/** An expected refusal. Anything else thrown is a fault of ours: logged whole, shown as `server.error`. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldFault[];
  readonly current: unknown;

  constructor(code: ErrorCode, options: { detail?: string; fields?: readonly FieldFault[]; current?: unknown } = {}) {
    super(options.detail ?? code);
    this.name = 'Refusal';
    this.code = code;
    const fault = blamed[code];
    this.fields = options.fields ?? (fault ? [fault] : []);
    this.current = options.current;
  }
}

/** The wire form of a refusal. */
export function toProblem(refusal: Refusal, requestId?: string): Problem {
  const first = refusal.fields[0];
  return {
    type: `/problems/${refusal.code}`,
    title: refusal.code,
    status: errorStatus[refusal.code],
    code: refusal.code,
    ...(refusal.message !== refusal.code && { detail: refusal.message }),
    ...(first && { field: first.field, fields: [...refusal.fields] }),
    ...(refusal.current !== undefined && { current: refusal.current }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** The fields a zod error names, as `a.b.0`. */
export function toFieldFaults(error: z.ZodError): FieldFault[] {
  return error.issues.flatMap((issue) => {
    const at = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      // A field without a name is named all the same.
      const toName = (key: string): string => (at === '' ? key || '""' : `${at}.${key}`);
      return issue.keys.map((key) => ({ field: toName(key), message: 'is not a known field' }));
    }
    return [{ field: at === '' ? 'body' : at, message: issue.message }];
  });
}
