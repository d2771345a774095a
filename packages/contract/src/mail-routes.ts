import { z } from 'zod';
import { endSubscriptionRequestSchema, subscribeRequestSchema } from './requests/record.ts';
import type { Route } from './route.ts';
import { codeSchema } from './values.ts';
import { subscriptionViewSchema } from './views/record.ts';

const project = z.strictObject({ project: codeSchema });
const noQuery = z.strictObject({});

/** The monthly report by e-mail. */
export const mailRoutes = [
  {
    id: 'subscription.read',
    method: 'get',
    path: '/api/projects/:project/subscription',
    summary: 'Whether the caller gets the monthly report by e-mail',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: subscriptionViewSchema,
    status: 200,
  },
  {
    id: 'subscription.change',
    method: 'post',
    path: '/api/projects/:project/subscription',
    summary: 'Get the monthly report by e-mail, or no longer',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: subscribeRequestSchema,
    idempotent: true,
    answer: subscriptionViewSchema,
    status: 200,
  },
  {
    id: 'subscription.end',
    method: 'post',
    path: '/api/subscriptions/end',
    summary: 'End a subscription with the link of its mail, without signing in',
    needs: null,
    query: noQuery,
    body: endSubscriptionRequestSchema,
    answer: null,
    status: 204,
  },
] as const satisfies readonly Route[];
