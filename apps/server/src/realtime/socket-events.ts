import { codeSchema } from '@sitecast/contract';
import { z } from 'zod';

const topic = { topic: z.enum(['programme', 'project']), code: codeSchema };

/** What a page may send. Types are not validation: every event is parsed. */
export const watchSchema = z.strictObject({ ...topic, since: z.int().min(0) });
export const unwatchSchema = z.strictObject(topic);
