import { z } from 'zod';
import { dayTimeSchema } from './archive.ts';
import { zoneSchema } from './values.ts';
import { mostSteps } from './words.ts';

const ruleSchema = z.strictObject({ day: z.enum(mostSteps), night: z.enum(mostSteps) }).prefault({
  day: 'full',
  night: 'full',
});

/** How much of its live picture each audience may have, by the hour at the site. The recorder holds to it. */
export const dialLimitsSchema = z.strictObject({
  zone: zoneSchema.default('Asia/Almaty'),
  nightFrom: dayTimeSchema.default('22:00'),
  nightTo: dayTimeSchema.default('06:00'),
  public: ruleSchema,
  embed: ruleSchema,
  investor: ruleSchema,
  display: ruleSchema,
});
