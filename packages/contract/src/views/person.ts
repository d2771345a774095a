import { z } from 'zod';
import { codeSchema, instantSchema } from '../values.ts';
import { principalKinds, roles } from '../words.ts';

/** Who is signed in, as they may know it themselves. */
export const sessionViewSchema = z.object({
  principal: z.object({
    id: z.string(),
    kind: z.enum(principalKinds),
    name: z.string(),
    role: z.enum(roles),
    projects: z.array(codeSchema).nullable().meta({ description: 'null: all projects.' }),
    costs: z.boolean().optional().meta({ description: 'Whether money is shown to them.' }),
  }),
  expiresAt: instantSchema,
});
export type SessionView = z.infer<typeof sessionViewSchema>;

export const personViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  login: z.string(),
  role: z.enum(roles),
  projects: z.array(codeSchema).nullable(),
  costs: z.boolean().optional(),
  disabledAt: instantSchema.nullable(),
  invited: z.boolean(),
});
export type PersonView = z.infer<typeof personViewSchema>;
