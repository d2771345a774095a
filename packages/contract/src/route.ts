import type { z } from 'zod';
import type { Action } from './words.ts';

/**
 * One entry per REST address. The server registers handlers by `id` and refuses to start when one is missing;
 * OpenAPI is generated from this table; the access matrix test walks it.
 */
export interface Route {
  id: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** What the caller must be allowed to do; `null` is open to all, `'signed-in'` to anyone with a session. */
  needs: Action | 'signed-in' | null;
  /** Where the project's code is found, for the scope check. */
  projectParam?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /**
   * 'photo': multipart/form-data with one file field `photo`, optional text fields `credit` and `takenAt`; 'schedule': with
   * one file field `schedule`.
   */
  upload?: 'photo' | 'schedule' | 'document';
  idempotent?: boolean;
  answer: z.ZodType | null;
  status: 200 | 201 | 204;
}
