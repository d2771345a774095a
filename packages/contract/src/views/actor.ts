import { z } from 'zod';
import { roles } from '../words.ts';

/** Somebody of the project's own people, as the others of them may know it. */
export const actorViewSchema = z.object({ id: z.string(), name: z.string(), role: z.enum(roles) });
export type ActorView = z.infer<typeof actorViewSchema>;
