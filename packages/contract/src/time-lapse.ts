import { z } from 'zod';
import { instantSchema, itemCodeSchema, localDateSchema, plainText, zoneSchema } from './values.ts';

/** A stretch that has a time-lapse of its own: a day, an ISO week, a month, or the whole job. */
export const periodSchema = z
  .string()
  .regex(/^(?:job|\d{4}-(?:\d{2}(?:-\d{2})?|W\d{2}))$/)
  .meta({ example: '2026-W47' });

/** What the recorder is told about the time-lapses of a camera; without it none are made. */
export const timeLapseSettingsSchema = z.strictObject({
  /** For the daylight and the burnt-in clock; degrees, north and east positive. Unknown: day is from 7 to 19. */
  place: z.strictObject({
    latitude: z.number().min(-90).max(90).nullable(),
    longitude: z.number().min(-180).max(180).nullable(),
    zone: zoneSchema,
  }),
  title: plainText(200),
  credit: plainText(200),
  /** Days left out of weeks, months and the whole job; ISO weekdays, 1 is Monday. */
  rest: z.strictObject({
    weekdays: z.array(z.int().min(1).max(7)).max(6),
    dates: z.array(localDateSchema).max(1_000),
  }),
  /** Become chapters; `ref` says of what, a milestone's code. */
  marks: z.array(z.strictObject({ at: instantSchema, title: plainText(200), ref: itemCodeSchema })).max(500),
});
export type TimeLapseSettings = z.infer<typeof timeLapseSettingsSchema>;

const chapterSchema = z.object({
  atS: z.number().meta({ description: 'Seconds from the beginning of the video.' }),
  instant: instantSchema,
  title: z.string(),
  ref: z.string(),
});

/** A time-lapse that can be played: `video.mp4` to download, `index.m3u8` to play (`mediaPaths.timeLapse`). */
export const timeLapseSchema = z.object({
  period: periodSchema,
  version: z.string().meta({ description: 'Addresses with it never change their content.' }),
  frames: z.int(),
  durationS: z.number(),
  bytes: z.int(),
  from: instantSchema,
  to: instantSchema,
  madeAt: instantSchema,
  chapters: z.array(chapterSchema),
});
export type TimeLapse = z.infer<typeof timeLapseSchema>;

/** All of a camera: what is ready, what is made now and how far it is (0 to 1), what waits. */
export const timeLapseListSchema = z.object({
  ready: z.array(timeLapseSchema),
  making: z.object({ period: periodSchema, progress: z.number().min(0).max(1) }).nullable(),
  waiting: z.array(periodSchema),
});
export type TimeLapseList = z.infer<typeof timeLapseListSchema>;
