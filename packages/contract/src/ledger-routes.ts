import { z } from 'zod';
import type { Route } from './route.ts';
import { codeSchema, localDateSchema } from './values.ts';
import {
  ledgerHeadSchema,
  ledgerOpeningSchema,
  ledgerPageSchema,
  ledgerQuerySchema,
  ledgerStampSchema,
} from './views/ledger.ts';

const project = z.strictObject({ project: codeSchema });
const noQuery = z.strictObject({});

/** The ledger's part of the table of routes. */
export const ledgerRoutes = [
  {
    id: 'ledger.read',
    method: 'get',
    path: '/api/projects/:project/ledger',
    summary: 'Records of the project’s signed chain, as the text that is hashed; whole as export.jsonl beside it',
    needs: null,
    params: project,
    query: ledgerQuerySchema,
    answer: ledgerPageSchema,
    status: 200,
  },
  {
    id: 'ledger.head',
    method: 'get',
    path: '/api/projects/:project/ledger/head',
    summary: 'The newest signed head of the chain; null while there is no record',
    needs: null,
    params: project,
    query: noQuery,
    answer: z.object({ head: ledgerHeadSchema.nullable() }),
    status: 200,
  },
  {
    id: 'ledger.heads',
    method: 'get',
    path: '/api/projects/:project/ledger/heads',
    summary: 'The last signed head of each day on which something was recorded',
    needs: null,
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(ledgerHeadSchema) }),
    status: 200,
  },
  {
    id: 'ledger.day',
    method: 'get',
    path: '/api/projects/:project/ledger/heads/:day',
    summary: 'The last signed head of a day with its time stamp; null where nothing was recorded on it',
    needs: null,
    params: z.strictObject({ project: codeSchema, day: localDateSchema }),
    query: noQuery,
    answer: z.object({ head: ledgerHeadSchema.nullable(), stamp: ledgerStampSchema.nullable() }),
    status: 200,
  },
  {
    id: 'ledger.openings',
    method: 'get',
    path: '/api/projects/:project/ledger/openings',
    summary: 'Values and salts behind the commitments in the chain',
    needs: 'figures.read',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(ledgerOpeningSchema) }),
    status: 200,
  },
] as const satisfies readonly Route[];
