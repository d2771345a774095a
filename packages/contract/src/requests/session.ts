import { z } from 'zod';
import { codeSchema, plainText } from '../values.ts';

const login = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@]{1,64}@[^\s@]{1,190}$/, 'is not an e-mail address');
const password = z.string().min(12).max(200);

export const setupRequestSchema = z.strictObject({
  token: z.string().min(20).max(200),
  name: plainText(80),
  login,
  password,
});

export const signInRequestSchema = z.strictObject({ login, password: z.string().min(1).max(200) });

export const invitePersonRequestSchema = z.strictObject({
  name: plainText(80),
  login,
  role: z.enum(['investor', 'project-manager', 'verifier', 'owner', 'administrator']),
  projects: z.array(codeSchema).max(100).nullable(),
  costs: z.boolean().default(false).meta({ description: 'Whether an investor sees money; managers always do.' }),
});
export type InvitePersonRequest = z.input<typeof invitePersonRequestSchema>;

export const acceptInvitationRequestSchema = z.strictObject({ token: z.string().min(20).max(200), password });

/** What of a person may be changed: whether they may come in, and whether they see money. */
export const changePersonRequestSchema = z
  .strictObject({ disabled: z.boolean().optional(), costs: z.boolean().optional() })
  .refine((change) => change.disabled !== undefined || change.costs !== undefined, { message: 'changes nothing' });
