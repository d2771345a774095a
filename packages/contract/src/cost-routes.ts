import { z } from 'zod';
import { postBudgetRequestSchema, postCostRequestSchema } from './requests/cost.ts';
import type { Route } from './route.ts';
import { codeSchema } from './values.ts';
import { budgetViewSchema, costEntryViewSchema } from './views/investor.ts';

const project = z.strictObject({ project: codeSchema });
const noQuery = z.strictObject({});

/** The money of a project. */
export const costRoutes = [
  {
    id: 'costs.list',
    method: 'get',
    path: '/api/projects/:project/costs',
    summary: 'Costs by period; empty where they are not shared with the caller',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(costEntryViewSchema), budgets: z.array(budgetViewSchema).optional() }),
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
    id: 'budget.post',
    method: 'post',
    path: '/api/projects/:project/budget',
    summary: 'Set the budget from a day on; the one before stays as it stood',
    needs: 'cost.post',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: postBudgetRequestSchema,
    idempotent: true,
    answer: budgetViewSchema,
    status: 201,
  },
] as const satisfies readonly Route[];
