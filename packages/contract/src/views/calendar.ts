import { z } from 'zod';
import { localDateSchema, plainText } from '../values.ts';
import { holidayLists } from '../words.ts';

const exception = z
  .strictObject({
    from: localDateSchema,
    to: localDateSchema,
    works: z.boolean(),
    name: plainText(80).nullable(),
  })
  .refine((stretch) => stretch.from <= stretch.to, { message: 'from is after to' })
  .refine((stretch) => Date.parse(stretch.to) - Date.parse(stretch.from) <= 366 * 86_400_000, {
    message: 'is longer than a year',
  });

/** Which days a project works: planned values, durations and forecasts count these. */
export const workCalendarSchema = z.strictObject({
  name: plainText(80),
  week: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { message: 'holds a day twice' })
    .meta({ description: 'Working weekdays, 1 Monday to 7 Sunday.' }),
  minutesPerDay: z.int().min(30).max(1_440),
  holidays: z.enum(holidayLists),
  exceptions: z
    .array(exception)
    .max(400)
    .meta({ description: 'Own days off and own working days; the last one holds.' }),
});
export type WorkCalendarView = z.infer<typeof workCalendarSchema>;
