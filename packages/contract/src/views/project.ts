import { z } from 'zod';
import {
  basisPointsSchema,
  codeSchema,
  fuzzyDateSchema,
  instantSchema,
  localDateSchema,
  localTextSchema,
  partySchema,
  provenanceSchema,
} from '../values.ts';
import { fundings, noticeKinds, projectCategories, projectStatuses, qualifiers } from '../words.ts';
import { slipViewSchema } from './baseline.ts';
import { cameraViewSchema } from './camera.ts';
import { milestoneViewSchema } from './milestone.ts';
import { progressViewSchema } from './progress.ts';
import { documentViewSchema, projectDateSchema } from './record.ts';

export const noticeViewSchema = z.object({
  id: z.string(),
  project: codeSchema.nullable(),
  kind: z.enum(noticeKinds),
  text: localTextSchema,
  from: instantSchema,
  to: instantSchema.nullable(),
  provenance: provenanceSchema,
});
export type NoticeView = z.infer<typeof noticeViewSchema>;

/** A project on a list or a map: one number, when it counts, and what comes next. */
export const projectSummarySchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  district: codeSchema.nullable(),
  districtDisputed: z.boolean(),
  category: z.enum(projectCategories),
  funding: z.enum(fundings),
  status: z.enum(projectStatuses),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  percentProvenance: provenanceSchema
    .nullable()
    .meta({ description: 'Of the records the percent is made of; `provenance` is that of the project.' }),
  dataDate: localDateSchema.nullable(),
  baselineRevision: z.int().nullable(),
  forecastFinish: localDateSchema.nullable(),
  next: z.object({ title: localTextSchema, date: fuzzyDateSchema.nullable() }).nullable(),
  cameras: z.int().min(0),
  provenance: provenanceSchema,
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** Everything the public page of a project shows; `seq` is the point of the event log it was read at. */
export const projectViewSchema = z.object({
  summary: projectSummarySchema,
  description: localTextSchema,
  zone: z.string().meta({ example: 'Asia/Almaty' }),
  place: z
    .object({ latitude: z.number(), longitude: z.number() })
    .nullable()
    .optional()
    .meta({ description: 'Degrees, near enough for the sun; null: nobody said.' }),
  areaM2: z.number().nullable(),
  fundingProvenance: provenanceSchema.nullable().optional(),
  parties: z.array(partySchema),
  dates: z.array(projectDateSchema).optional(),
  documents: z.array(documentViewSchema).optional().meta({ description: 'Those that everyone may read.' }),
  facts: z.array(z.object({ text: localTextSchema, provenance: provenanceSchema })),
  progress: progressViewSchema,
  slips: z.array(slipViewSchema).optional().meta({ description: 'Every approved baseline revision, oldest first.' }),
  milestones: z.array(milestoneViewSchema),
  cameras: z.array(cameraViewSchema),
  notices: z.array(noticeViewSchema),
  seq: z.int().min(0),
  serverNow: instantSchema,
});
export type ProjectView = z.infer<typeof projectViewSchema>;

export const targetViewSchema = z.object({
  metric: z.string(),
  title: localTextSchema,
  qualifier: z.enum(qualifiers),
  value: z.number(),
  unit: z.string(),
  horizon: z.string(),
  provenance: provenanceSchema,
  disputed: z.array(
    z.object({ qualifier: z.enum(qualifiers), value: z.number(), horizon: z.string(), provenance: provenanceSchema }),
  ),
});
export type TargetView = z.infer<typeof targetViewSchema>;

export const districtViewSchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  theme: localTextSchema,
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  dataDate: localDateSchema.nullable(),
  measuredProjects: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How many of the projects have a percent; the roll-up speaks of these alone.' }),
  provenance: provenanceSchema,
});
export type DistrictView = z.infer<typeof districtViewSchema>;

export const programmeMilestoneSchema = z.object({
  title: localTextSchema,
  date: fuzzyDateSchema,
  done: z.boolean(),
  provenance: provenanceSchema,
});
export type ProgrammeMilestone = z.infer<typeof programmeMilestoneSchema>;

/** The front page: programme ← districts ← projects, and the cameras that may be shown. */
export const programmeViewSchema = z.object({
  code: codeSchema,
  name: localTextSchema,
  description: localTextSchema,
  zone: z.string(),
  percentBp: basisPointsSchema.nullable(),
  plannedBp: basisPointsSchema.nullable(),
  dataDate: localDateSchema.nullable(),
  measuredProjects: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'How many of the projects have a percent; the roll-up speaks of these alone.' }),
  rollUpBasis: z.string().meta({ description: 'What the roll-up is weighted by, in a word.' }),
  districts: z.array(districtViewSchema),
  projects: z.array(projectSummarySchema),
  targets: z.array(targetViewSchema),
  milestones: z.array(programmeMilestoneSchema),
  latest: z.array(z.object({ project: codeSchema, milestone: milestoneViewSchema })),
  cameras: z.array(cameraViewSchema),
  notices: z.array(noticeViewSchema),
  provenance: provenanceSchema,
  seq: z.int().min(0),
  serverNow: instantSchema,
});
export type ProgrammeView = z.infer<typeof programmeViewSchema>;
