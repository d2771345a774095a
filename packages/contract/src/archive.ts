import { z } from 'zod';
import { cameraIdSchema, instantSchema, localDateSchema, plainText, zoneSchema } from './values.ts';
import { clipStates, outageCauses, pinReasons } from './words.ts';

/** `08:00`; `24:00` is the end of a day. */
export const dayTimeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

/** When a site works: coverage is measured against it. Days are ISO weekdays, 1 is Monday. */
export const workingHoursSchema = z
  .strictObject({
    zone: zoneSchema.default('Asia/Almaty'),
    days: z.array(z.int().min(1).max(7)).max(7).default([1, 2, 3, 4, 5, 6]),
    from: dayTimeSchema.default('08:00'),
    to: dayTimeSchema.default('20:00'),
    daysOff: z.array(localDateSchema).max(400).default([]).meta({ description: 'Holidays; nothing is expected then.' }),
  })
  .refine((hours) => hours.from < hours.to, { message: 'is not before to', path: ['from'] });
export type WorkingHours = z.infer<typeof workingHoursSchema>;

/** What is kept of the past, and how much of it the public may play. Pinned moments are kept whatever stands here. */
export const archiveRulesSchema = z.strictObject({
  working: workingHoursSchema.prefault({}),
  /** The public plays footage this far back; stills and time-lapse of all of the past. */
  publicMinutes: z.int().min(0).max(43_200).default(60),
  /** Every still of so many days, then one an hour while it is light until `hourlyDays`, then the one nearest noon. */
  stillDays: z.int().min(1).max(3_650).default(14),
  hourlyDays: z.int().min(1).max(3_650).default(365),
  /** Space of a camera's footage; null: its days and the floor of the disk alone bound it. */
  footageMb: z.int().min(100).max(100_000_000).nullable().default(null),
});
export type ArchiveRules = z.infer<typeof archiveRulesSchema>;

/**
 * Of a stretch's working hours, as far as they have passed since the camera was first started here: recorded, planned
 * off, and out by cause. `shareBp` = recorded / (working − off); null where no hour was due.
 */
export const coverageSchema = z.object({
  workingMs: z.int(),
  recordedMs: z.int(),
  offMs: z.int(),
  outageMs: z.partialRecord(z.enum(outageCauses), z.int()),
  shareBp: z.int().min(0).max(10_000).nullable(),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** A local day of a camera. */
const archiveDayLineSchema = z.object({
  date: localDateSchema,
  coverage: coverageSchema,
  recordedMs: z.int().meta({ description: 'Footage recorded that day at any hour; it may have been removed since.' }),
  stills: z.int(),
});
export type ArchiveDayLine = z.infer<typeof archiveDayLineSchema>;

const coverageOfSchema = z.object({
  camera: cameraIdSchema,
  working: workingHoursSchema,
  measuredFrom: instantSchema.nullable().meta({ description: 'Since when this recorder knows the camera.' }),
  measuredTo: instantSchema,
  total: coverageSchema,
});

/** Coverage from one local day to another, both included: `days` of them, newest last. */
export const coverageViewSchema = coverageOfSchema.extend({
  from: localDateSchema,
  to: localDateSchema,
  days: z.array(archiveDayLineSchema),
});
export type CoverageView = z.infer<typeof coverageViewSchema>;

/** Tiny stills in one picture, row by row; `at` says when each was taken. */
const sheetSchema = z.object({
  url: z.string(),
  columns: z.int(),
  tileWidth: z.int(),
  tileHeight: z.int(),
  at: z.array(instantSchema),
});
export type Sheet = z.infer<typeof sheetSchema>;

/** A month: its days, and a sheet with one tiny still of each day that has one. */
export const archiveMonthSchema = coverageOfSchema.extend({
  month: z.string(),
  days: z.array(archiveDayLineSchema),
  sheet: sheetSchema.nullable(),
  firstDay: localDateSchema.nullable(),
  lastDay: localDateSchema.nullable(),
  job: coverageSchema.meta({ description: 'From the first day on.' }),
});
export type ArchiveMonth = z.infer<typeof archiveMonthSchema>;

const spanSchema = z.object({ from: instantSchema, to: instantSchema });

const outageSchema = spanSchema.extend({ cause: z.enum(outageCauses) });

/** Who asks for a moment to be kept. `ref` is a milestone's code or a photo's id; pinning again under it replaces. */
export const pinRequestSchema = spanSchema
  .extend({
    reason: z.enum(pinReasons),
    ref: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    isPublic: z.boolean(),
  })
  .refine((pin) => pin.from < pin.to, { message: 'is not before to', path: ['from'] })
  .refine((pin) => Date.parse(pin.to) - Date.parse(pin.from) <= 86_400_000, {
    message: 'is a day at most',
    path: ['to'],
  });
export type Pin = z.infer<typeof pinRequestSchema>;

/** What of a day is still to come from a recorder at the site (EDGE6). */
const backFillSchema = z.object({
  heardAt: instantSchema.nullable().meta({
    description: 'When the site last said what it owes. An outage before then that it does not owe is lost.',
  }),
  owed: z.array(spanSchema).meta({ description: 'On the disk at the site, and not here yet.' }),
  masking: z.array(spanSchema).meta({ description: 'Here, and not shown yet: the mask is being drawn over it.' }),
  expectedAt: instantSchema.nullable().meta({
    description: 'When the last of it is here, as the line goes now; null: it waits for the line.',
  }),
});
export type BackFill = z.infer<typeof backFillSchema>;

/** One local day of a camera, for the strip. */
export const archiveDaySchema = archiveDayLineSchema.extend({
  camera: cameraIdSchema,
  working: workingHoursSchema,
  from: instantSchema,
  to: instantSchema,
  kept: z.array(spanSchema).meta({ description: 'Footage that can be played, for whom it is open.' }),
  publicFrom: instantSchema.meta({ description: 'Footage is open to all from here on, and in public pins.' }),
  outages: z.array(outageSchema),
  backFill: backFillSchema.nullable().default(null).meta({ description: 'null: no recorder at a site sends it.' }),
  strip: sheetSchema.nullable(),
  stillSeconds: z.array(z.int()).meta({ description: 'When stills were taken, in seconds after `from`.' }),
  pins: z.array(spanSchema.extend({ reason: z.enum(pinReasons), ref: z.string() })),
});
export type ArchiveDay = z.infer<typeof archiveDaySchema>;

/** A stretch of time as it is asked for. */
export const stretchRequestSchema = z
  .strictObject({ from: instantSchema, to: instantSchema })
  .refine((stretch) => stretch.from < stretch.to, { message: 'is not before to', path: ['from'] });

/** Addresses of footage that is not open to all: unguessable and short-lived. `base` ends with a slash. */
export const footagePassSchema = z.object({
  base: z.string(),
  from: instantSchema,
  to: instantSchema,
  expiresAt: instantSchema,
});
export type FootagePass = z.infer<typeof footagePassSchema>;

/** What the recorder is told to cut: `credit` and `title` go into the file. */
export const cutClipRequestSchema = z.strictObject({
  camera: cameraIdSchema,
  from: instantSchema,
  to: instantSchema,
  title: plainText(200),
  credit: plainText(200),
  isPublic: z.boolean(),
});
export type CutClipRequest = z.infer<typeof cutClipRequestSchema>;

/** A clip being cut or ready. Nobody asks for it for half a minute: it is given up. Ready, it is kept for a day. */
export const clipViewSchema = z.object({
  id: z.string(),
  camera: cameraIdSchema,
  state: z.enum(clipStates),
  progressBp: z.int().min(0).max(10_000),
  ahead: z.int().meta({ description: 'Clips that are cut before this one.' }),
  from: instantSchema,
  to: instantSchema,
  lengthBytes: z.int().nullable(),
  url: z.string().nullable(),
  credit: z.string(),
});
export type ClipView = z.infer<typeof clipViewSchema>;

/** Longest clip of a visitor and of somebody who was granted the footage. */
export const publicClipMs = 600_000;
export const grantedClipMs = 3_600_000;
