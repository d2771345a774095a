import { z } from 'zod';
import { addRestreamRequestSchema, changeRestreamRequestSchema, restreamViewSchema } from './restream.ts';
import type { Route } from './route.ts';
import { codeSchema } from './values.ts';

const project = z.strictObject({ project: codeSchema });
const restream = z.strictObject({ restream: codeSchema });
const noQuery = z.strictObject({});

/** Other places where a project's cameras are shown: RTMP(S) servers with a key. */
export const restreamRoutes = [
  {
    id: 'restreams.list',
    method: 'get',
    path: '/api/projects/:project/restreams',
    summary: 'The RTMP destinations of a project’s cameras and how each goes; never their keys',
    needs: 'camera.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(restreamViewSchema) }),
    status: 200,
  },
  {
    id: 'restream.add',
    method: 'post',
    path: '/api/projects/:project/restreams',
    summary: 'Add a destination; it is not started',
    needs: 'camera.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: addRestreamRequestSchema,
    idempotent: true,
    answer: restreamViewSchema,
    status: 201,
  },
  {
    id: 'restream.change',
    method: 'patch',
    path: '/api/restreams/:restream',
    summary: 'Start or stop a destination, rename it, or give it another key',
    needs: 'camera.write',
    params: restream,
    query: noQuery,
    body: changeRestreamRequestSchema,
    idempotent: true,
    answer: restreamViewSchema,
    status: 200,
  },
  {
    id: 'restream.remove',
    method: 'delete',
    path: '/api/restreams/:restream',
    summary: 'Forget a destination and its key',
    needs: 'camera.write',
    params: restream,
    query: noQuery,
    idempotent: true,
    answer: null,
    status: 204,
  },
] as const satisfies readonly Route[];
