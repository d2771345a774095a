import { z } from 'zod';
import {
  approveMaskRequestSchema,
  cameraMasksSchema,
  closeCurtainRequestSchema,
  curtainViewSchema,
  liftCurtainRequestSchema,
  proposeMaskRequestSchema,
} from './privacy.ts';
import { rejectRequestSchema } from './requests/approval.ts';
import type { Route } from './route.ts';
import { cameraIdSchema } from './values.ts';
import { cameraManageViewSchema } from './views/camera.ts';

const camera = z.strictObject({ camera: cameraIdSchema });
const mask = z.strictObject({ camera: cameraIdSchema, version: z.string().regex(/^[1-9]\d{0,8}$/) });
const curtain = z.strictObject({ curtain: z.string().min(1).max(64) });
const noQuery = z.strictObject({});

/** What the public may not see: masks and their review, the curtain, a view that moved. */
export const privacyRoutes = [
  {
    id: 'masks.read',
    method: 'get',
    path: '/api/cameras/:camera/masks',
    summary: 'The versions of a camera’s mask',
    needs: 'camera.read-private',
    params: camera,
    query: noQuery,
    answer: cameraMasksSchema,
    status: 200,
  },
  {
    id: 'mask.propose',
    method: 'post',
    path: '/api/cameras/:camera/masks',
    summary: 'Propose the next version of a camera’s mask',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    body: proposeMaskRequestSchema,
    idempotent: true,
    answer: cameraMasksSchema,
    status: 201,
  },
  {
    id: 'mask.approve',
    method: 'post',
    path: '/api/cameras/:camera/masks/:version/approve',
    summary: 'Put a mask into force; never by who proposed it, unless nobody else may',
    needs: 'mask.review',
    params: mask,
    query: noQuery,
    body: approveMaskRequestSchema,
    idempotent: true,
    answer: cameraMasksSchema,
    status: 200,
  },
  {
    id: 'mask.reject',
    method: 'post',
    path: '/api/cameras/:camera/masks/:version/reject',
    summary: 'Reject a proposed mask, with a reason',
    needs: 'mask.review',
    params: mask,
    query: noQuery,
    body: rejectRequestSchema,
    idempotent: true,
    answer: cameraMasksSchema,
    status: 200,
  },
  {
    id: 'curtains.list',
    method: 'get',
    path: '/api/curtains',
    summary: 'The curtains that are closed, and the last that were lifted, where the asker may see them',
    needs: 'camera.read-private',
    query: noQuery,
    answer: z.object({ items: z.array(curtainViewSchema) }),
    status: 200,
  },
  {
    id: 'curtain.close',
    method: 'post',
    path: '/api/curtains',
    summary: 'Hide the cameras of the programme, of a project, or one of them from every public surface at once',
    needs: 'curtain.close',
    query: noQuery,
    body: closeCurtainRequestSchema,
    idempotent: true,
    answer: curtainViewSchema,
    status: 201,
  },
  {
    id: 'curtain.lift',
    method: 'post',
    path: '/api/curtains/:curtain/lift',
    summary: 'Lift a curtain; never by who closed it, unless nobody else may',
    needs: 'curtain.lift',
    params: curtain,
    query: noQuery,
    body: liftCurtainRequestSchema,
    idempotent: true,
    answer: curtainViewSchema,
    status: 200,
  },
  {
    id: 'camera.accept-view',
    method: 'post',
    path: '/api/cameras/:camera/accept-view',
    summary: 'Say that a camera that moved shows what it should',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    body: z.strictObject({}),
    idempotent: true,
    answer: cameraManageViewSchema,
    status: 200,
  },
] as const satisfies readonly Route[];
