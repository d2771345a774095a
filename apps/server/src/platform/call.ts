import type { documentRecordSchema, RouteId, routes } from '@sitecast/contract';
import type { z } from 'zod';
import type { Caller } from './caller.ts';
import type { Tx } from './store.ts';

type RouteOf<Id extends RouteId> = Extract<(typeof routes)[number], { id: Id }>;
type Parsed<R, Part extends string> = R extends Record<Part, infer Schema extends z.ZodType> ? z.output<Schema> : null;

export type Answer<Id extends RouteId> = RouteOf<Id>['answer'] extends infer Schema extends z.ZodType
  ? z.output<Schema>
  : null;

/** A photo as it was sent; nothing of it is trusted. */
export interface Upload {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly credit: string | null;
  readonly takenAt: string | null;
}

/** A file as it was sent; nothing of it is trusted, its name least. */
export interface FileUpload {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly fileName: string;
}

/** A document as it was sent, with what is said of it. */
export interface DocumentUpload extends FileUpload {
  readonly record: z.output<typeof documentRecordSchema>;
}

/** What an upload of each kind brings. */
export interface Uploads {
  photo: Upload;
  document: DocumentUpload;
  schedule: FileUpload;
}

/** Sets or ends the session cookie of the answer. */
export interface SessionCookie {
  set(secret: string, expiresAtMs: number): void;
  clear(): void;
}

/** One checked request: schemas, rights, scope, Origin and limits have been seen to. */
export interface Call<Id extends RouteId> {
  readonly params: Parsed<RouteOf<Id>, 'params'>;
  readonly query: Parsed<RouteOf<Id>, 'query'>;
  readonly body: Parsed<RouteOf<Id>, 'body'>;
  readonly upload: RouteOf<Id> extends { upload: infer Kind extends keyof Uploads } ? Uploads[Kind] : null;
  readonly caller: Caller;
  readonly requestId: string;
  readonly cookie: SessionCookie;
  /**
   * Runs one transaction and returns its answer. On an idempotent route it also keeps the answer under the request's
   * key in that same transaction (IDEM4), so such a handler must end in exactly one `return call.write(…)`.
   */
  write(work: (tx: Tx) => Promise<Answer<Id>>): Promise<Answer<Id>>;
}

export type Handler<Id extends RouteId> = (call: Call<Id>) => Promise<Answer<Id>>;

/** One handler per route of the contract; the server does not start when one is missing. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };
export type HandlersOf<Id extends RouteId> = Pick<Handlers, Id>;
