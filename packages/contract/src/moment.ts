import { z } from 'zod';
import { cameraIdSchema, instantSchema, localTextSchema } from './values.ts';
import { momentBases } from './words.ts';

/** A moment as one camera saw it. */
export const momentSightSchema = z.object({
  camera: cameraIdSchema,
  name: localTextSchema,
  stillUrl: z.string().nullable().meta({ description: 'The still nearest the moment; null: none within a day.' }),
  stillAt: instantSchema.nullable(),
  playlistUrl: z.string().nullable().meta({ description: 'Some minutes around it; null: no footage of it is kept.' }),
});

/** When a milestone was reached, and what shows it. */
export const momentViewSchema = z.object({
  at: instantSchema,
  basis: z.enum(momentBases).meta({ description: 'How the instant is known.' }),
  from: instantSchema,
  to: instantSchema,
  sights: z.array(momentSightSchema),
});
export type MomentView = z.infer<typeof momentViewSchema>;
