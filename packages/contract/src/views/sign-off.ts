import { z } from 'zod';
import { instantSchema, itemCodeSchema, localDateSchema, localTextSchema } from '../values.ts';
import { correctionReasons, milestoneStates, signActs, signSlots } from '../words.ts';
import { actorViewSchema } from './actor.ts';

/** A signature or its withdrawal, as anyone may see it: the slot and the role, never a name. */
export const signActViewSchema = z.object({
  act: z.enum(signActs),
  at: instantSchema,
  as: z.string().meta({ description: 'The role in which it was done.' }),
  reason: z.enum(correctionReasons).nullable(),
  note: z.string().nullable(),
  record: z.int().min(1).nullable().meta({ description: 'Its number in the project’s ledger.' }),
});

/** One of the four slots of an acceptance act; `signedAt` is null until it is signed, and again after a withdrawal. */
export const signSlotViewSchema = z.object({
  slot: z.enum(signSlots),
  signedAt: instantSchema.nullable(),
  acts: z.array(signActViewSchema).meta({ description: 'All that was done in the slot, oldest first.' }),
});
export type SignSlotView = z.infer<typeof signSlotViewSchema>;

/** An acceptance act as the people of the project see it. */
export const acceptanceViewSchema = z.object({
  item: itemCodeSchema,
  title: localTextSchema,
  state: z.enum(milestoneStates),
  actual: localDateSchema.nullable(),
  slots: z.array(signSlotViewSchema),
});
export type AcceptanceView = z.infer<typeof acceptanceViewSchema>;

/** Acts, who signs in which slot, and what the caller may do with them. */
export const signOffsViewSchema = z.object({
  acts: z.array(acceptanceViewSchema),
  signers: z.array(z.object({ slot: z.enum(signSlots), person: actorViewSchema.nullable() })),
  mine: z.enum(signSlots).nullable().meta({ description: 'The slot the caller signs in.' }),
  people: z.array(actorViewSchema).meta({ description: 'Who may be appointed; empty for who may not appoint.' }),
  items: z
    .array(z.object({ code: itemCodeSchema, title: localTextSchema }))
    .meta({ description: 'Items that could be made acceptance acts; empty for who may not.' }),
});
export type SignOffsView = z.infer<typeof signOffsViewSchema>;
