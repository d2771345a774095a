import { z } from 'zod';
import {
  appointSignerRequestSchema,
  openAcceptanceRequestSchema,
  revokeSignRequestSchema,
  signRequestSchema,
} from './requests/sign-off.ts';
import type { Route } from './route.ts';
import { codeSchema, itemCodeSchema } from './values.ts';
import { signOffsViewSchema } from './views/sign-off.ts';

const project = z.strictObject({ project: codeSchema });
const item = z.strictObject({ project: codeSchema, item: itemCodeSchema });
const noQuery = z.strictObject({});
const write = {
  projectParam: 'project',
  query: noQuery,
  idempotent: true,
  answer: signOffsViewSchema,
  status: 200,
} as const;

/** The four signatures of an acceptance act. What was signed stands in the milestone, for everyone. */
export const signOffRoutes = [
  {
    id: 'sign-offs.list',
    method: 'get',
    path: '/api/projects/:project/sign-offs',
    summary: 'The acceptance acts of a project, their slots, and who signs in them',
    needs: 'sign-off.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: signOffsViewSchema,
    status: 200,
  },
  {
    id: 'acceptance.open',
    method: 'post',
    path: '/api/projects/:project/sign-offs',
    summary: 'Make an item one that is reached only by four signatures',
    needs: 'sign-off.appoint',
    params: project,
    body: openAcceptanceRequestSchema,
    ...write,
  },
  {
    id: 'signer.appoint',
    method: 'post',
    path: '/api/projects/:project/signers',
    summary: 'Say who signs in a slot; a person holds one slot of a project',
    needs: 'sign-off.appoint',
    params: project,
    body: appointSignerRequestSchema,
    ...write,
  },
  {
    id: 'sign-off.sign',
    method: 'post',
    path: '/api/projects/:project/sign-offs/:item/sign',
    summary: 'Sign an acceptance act in one’s own slot; the fourth signature reaches the milestone',
    needs: 'sign-off.sign',
    params: item,
    body: signRequestSchema,
    ...write,
  },
  {
    id: 'sign-off.revoke',
    method: 'post',
    path: '/api/projects/:project/sign-offs/:item/revoke',
    summary: 'Take one’s own signature back, as a correction with a reason',
    needs: 'sign-off.sign',
    params: item,
    body: revokeSignRequestSchema,
    ...write,
  },
] as const satisfies readonly Route[];
