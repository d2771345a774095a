import { z } from 'zod';
import { cameraPresetsSchema, moveCameraRequestSchema } from './ptz.ts';
import type { Route } from './route.ts';
import { cameraIdSchema } from './values.ts';
import { cameraManageViewSchema } from './views/camera.ts';

const camera = z.strictObject({ camera: cameraIdSchema });
const noQuery = z.strictObject({});

/** Moving a camera, for those who may change it. */
export const ptzRoutes = [
  {
    id: 'camera.presets',
    method: 'get',
    path: '/api/cameras/:camera/presets',
    summary: 'The presets a camera can be moved to, asked of the camera itself',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    answer: cameraPresetsSchema,
    status: 200,
  },
  {
    id: 'camera.move',
    method: 'post',
    path: '/api/cameras/:camera/move',
    summary: 'Move a camera to one of its presets; the public sees what was reviewed for it, or nothing',
    needs: 'camera.write',
    params: camera,
    query: noQuery,
    body: moveCameraRequestSchema,
    idempotent: true,
    answer: cameraManageViewSchema,
    status: 200,
  },
] as const satisfies readonly Route[];
