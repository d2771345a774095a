import { z } from 'zod';
import { addCameraRequestSchema, changeCameraRequestSchema } from './requests/camera.ts';
import { postMilestoneRequestSchema, postNoticeRequestSchema, postProgressRequestSchema } from './requests/progress.ts';
import { postCostRequestSchema } from './requests/cost.ts';
import {
  acceptInvitationRequestSchema,
  changePersonRequestSchema,
  invitePersonRequestSchema,
  setupRequestSchema,
  signInRequestSchema,
} from './requests/session.ts';
import { cameraIdSchema, codeSchema, localDateSchema } from './values.ts';
import { cameraManageViewSchema, cameraViewSchema } from './views/camera.ts';
import {
  costEntryViewSchema,
  investorFiguresSchema,
  investorSheetSchema,
  portfolioViewSchema,
} from './views/investor.ts';
import { evidenceViewSchema, milestoneViewSchema } from './views/milestone.ts';
import { personViewSchema, sessionViewSchema } from './views/person.ts';
import { progressViewSchema } from './views/progress.ts';
import { noticeViewSchema, programmeViewSchema, projectSummarySchema, projectViewSchema } from './views/project.ts';
import type { Action } from './words.ts';

/**
 * One entry per REST address. The server registers handlers by `id` and refuses to start when one is missing;
 * OpenAPI is generated from this table; the access matrix test walks it.
 */
export interface Route {
  id: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** What the caller must be allowed to do; `null` is open to all, `'signed-in'` to anyone with a session. */
  needs: Action | 'signed-in' | null;
  /** Where the project's code is found, for the scope check. */
  projectParam?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** 'photo': multipart/form-data with one file field `photo`, optional text fields `credit` and `takenAt`. */
  upload?: 'photo';
  idempotent?: boolean;
  answer: z.ZodType | null;
  status: 200 | 201 | 204;
}

const project = z.strictObject({ project: codeSchema });
const camera = z.strictObject({ camera: cameraIdSchema });
const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
const noQuery = z.strictObject({});
/** A past day, to see it as it stood; left out, the newest data date. */
const asOfQuery = z.strictObject({ asOf: localDateSchema.optional() });

export const routes = [
  {
    id: 'programme.read',
    method: 'get',
    path: '/api/programmes/:programme',
    summary: 'The programme with districts, projects, targets and cameras',
    needs: null,
    params: z.strictObject({ programme: codeSchema }),
    query: noQuery,
    answer: programmeViewSchema,
    status: 200,
  },
  {
    id: 'projects.list',
    method: 'get',
    path: '/api/projects',
    summary: 'All projects',
    needs: null,
    query: noQuery,
    answer: list(projectSummarySchema),
    status: 200,
  },
  {
    id: 'project.read',
    method: 'get',
    path: '/api/projects/:project',
    summary: 'One project, whole',
    needs: null,
    params: project,
    query: noQuery,
    answer: projectViewSchema,
    status: 200,
  },
  {
    id: 'progress.read',
    method: 'get',
    path: '/api/projects/:project/progress',
    summary: 'Percent, S-curve and receipt of a project',
    needs: null,
    params: project,
    query: noQuery,
    answer: progressViewSchema,
    status: 200,
  },
  {
    id: 'progress.post',
    method: 'post',
    path: '/api/projects/:project/progress',
    summary: 'Post progress of one item',
    needs: 'progress.post',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: postProgressRequestSchema,
    idempotent: true,
    answer: z.object({ progress: progressViewSchema, milestone: milestoneViewSchema }),
    status: 201,
  },
  {
    id: 'figures.read',
    method: 'get',
    path: '/api/projects/:project/figures',
    summary: 'Every index and forecast of a project, as of any day; money where it is shared',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: asOfQuery,
    answer: investorFiguresSchema,
    status: 200,
  },
  {
    id: 'investor-sheet.read',
    method: 'get',
    path: '/api/projects/:project/sheet',
    summary: 'The whole sheet of a project for investors, as of any day',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: asOfQuery,
    answer: investorSheetSchema,
    status: 200,
  },
  {
    id: 'portfolio.read',
    method: 'get',
    path: '/api/portfolio',
    summary: 'The projects a caller invests in, side by side, with their sums',
    needs: 'figures.read',
    query: asOfQuery,
    answer: portfolioViewSchema,
    status: 200,
  },
  {
    id: 'costs.list',
    method: 'get',
    path: '/api/projects/:project/costs',
    summary: 'Costs by period; empty where they are not shared with the caller',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: list(costEntryViewSchema),
    status: 200,
  },
  {
    id: 'cost.post',
    method: 'post',
    path: '/api/projects/:project/costs',
    summary: 'Post the costs of a period, or correct them by another entry',
    needs: 'cost.post',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: postCostRequestSchema,
    idempotent: true,
    answer: costEntryViewSchema,
    status: 201,
  },
  {
    id: 'milestones.list',
    method: 'get',
    path: '/api/projects/:project/milestones',
    summary: 'The milestones of a project',
    needs: null,
    params: project,
    query: noQuery,
    answer: list(milestoneViewSchema),
    status: 200,
  },
  {
    id: 'milestone.post',
    method: 'post',
    path: '/api/projects/:project/milestones',
    summary: 'Post that a milestone was reached, or an unplanned one',
    needs: 'milestone.post',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: postMilestoneRequestSchema,
    idempotent: true,
    answer: z.object({ milestone: milestoneViewSchema, progress: progressViewSchema }),
    status: 201,
  },
  {
    id: 'notice.post',
    method: 'post',
    path: '/api/projects/:project/notices',
    summary: 'Post a notice',
    needs: 'notice.post',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: postNoticeRequestSchema,
    idempotent: true,
    answer: noticeViewSchema,
    status: 201,
  },
  {
    id: 'evidence.upload',
    method: 'post',
    path: '/api/projects/:project/evidence',
    summary: 'Upload a photo (JPEG, PNG or WebP) as evidence',
    needs: 'evidence.upload',
    projectParam: 'project',
    params: project,
    query: noQuery,
    upload: 'photo',
    idempotent: true,
    answer: evidenceViewSchema,
    status: 201,
  },
  {
    id: 'cameras.list',
    method: 'get',
    path: '/api/cameras',
    summary: 'All public cameras with their addresses and states',
    needs: null,
    query: noQuery,
    answer: list(cameraViewSchema),
    status: 200,
  },
  {
    id: 'managed-cameras.list',
    method: 'get',
    path: '/api/projects/:project/cameras',
    summary: 'The cameras of a project, as managers see them',
    needs: 'camera.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: list(cameraManageViewSchema),
    status: 200,
  },
  {
    id: 'camera.add',
    method: 'post',
    path: '/api/projects/:project/cameras',
    summary: 'Add a camera',
    needs: 'camera.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: addCameraRequestSchema,
    idempotent: true,
    answer: cameraManageViewSchema,
    status: 201,
  },
  {
    id: 'camera.change',
    method: 'patch',
    path: '/api/cameras/:camera',
    summary: 'Change a camera',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    body: changeCameraRequestSchema,
    answer: cameraManageViewSchema,
    status: 200,
  },
  {
    id: 'camera.remove',
    method: 'delete',
    path: '/api/cameras/:camera',
    summary: 'Remove a camera; its footage stays until its retention ends',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    answer: null,
    status: 204,
  },
  {
    id: 'setup.finish',
    method: 'post',
    path: '/api/setup',
    summary: 'Make the first administrator with the link printed at first start',
    needs: null,
    query: noQuery,
    body: setupRequestSchema,
    answer: sessionViewSchema,
    status: 201,
  },
  {
    id: 'session.create',
    method: 'post',
    path: '/api/session',
    summary: 'Sign in',
    needs: null,
    query: noQuery,
    body: signInRequestSchema,
    answer: sessionViewSchema,
    status: 201,
  },
  {
    id: 'session.read',
    method: 'get',
    path: '/api/session',
    summary: 'Who am I',
    needs: 'signed-in',
    query: noQuery,
    answer: sessionViewSchema,
    status: 200,
  },
  {
    id: 'session.end',
    method: 'delete',
    path: '/api/session',
    summary: 'Sign out',
    needs: 'signed-in',
    query: noQuery,
    answer: null,
    status: 204,
  },
  {
    id: 'people.list',
    method: 'get',
    path: '/api/people',
    summary: 'People and their roles',
    needs: 'person.write',
    query: noQuery,
    answer: list(personViewSchema),
    status: 200,
  },
  {
    id: 'person.invite',
    method: 'post',
    path: '/api/people',
    summary: 'Invite a person; the answer holds the link, once',
    needs: 'person.write',
    query: noQuery,
    body: invitePersonRequestSchema,
    answer: z.object({ person: personViewSchema, invitationPath: z.string() }),
    status: 201,
  },
  {
    id: 'person.change',
    method: 'patch',
    path: '/api/people/:person',
    summary: 'Disable or enable a person, or grant an investor sight of the money',
    needs: 'person.write',
    params: z.strictObject({ person: z.string().min(1).max(64) }),
    query: noQuery,
    body: changePersonRequestSchema,
    answer: personViewSchema,
    status: 200,
  },
  {
    id: 'invitation.accept',
    method: 'post',
    path: '/api/invitations/accept',
    summary: 'Accept an invitation by choosing a password',
    needs: null,
    query: noQuery,
    body: acceptInvitationRequestSchema,
    answer: sessionViewSchema,
    status: 201,
  },
] as const satisfies readonly Route[];
export type RouteId = (typeof routes)[number]['id'];
