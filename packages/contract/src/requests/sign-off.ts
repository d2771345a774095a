import { z } from 'zod';
import { itemCodeSchema, plainText } from '../values.ts';
import { correctionReasons, signSlots } from '../words.ts';

const slot = z.enum(signSlots);

/** Makes an item of the plan one that four signatures accept. */
export const openAcceptanceRequestSchema = z.strictObject({ item: itemCodeSchema });
export type OpenAcceptanceRequest = z.infer<typeof openAcceptanceRequestSchema>;

/** Says who signs in a slot of the project from now on; null: nobody. */
export const appointSignerRequestSchema = z.strictObject({ slot, person: z.string().min(1).max(64).nullable() });
export type AppointSignerRequest = z.infer<typeof appointSignerRequestSchema>;

export const signRequestSchema = z.strictObject({ slot });
export type SignRequest = z.infer<typeof signRequestSchema>;

/** Takes a signature back: a correction, with its reason and its words. */
export const revokeSignRequestSchema = z.strictObject({
  slot,
  reason: z.enum(correctionReasons),
  note: plainText(2_000),
});
export type RevokeSignRequest = z.infer<typeof revokeSignRequestSchema>;
