import { z } from 'zod';
import type { Route } from './route.ts';
import { codeSchema, localDateSchema } from './values.ts';
import { projectReceiptSchema } from './views/receipt.ts';

/** The receipt behind any number of a project. */
export const receiptRoutes = [
  {
    id: 'receipt.read',
    method: 'get',
    path: '/api/projects/:project/receipt',
    summary:
      'What the numbers of a project rest on, as of any day: posts, who answers for them, evidence, ledger records',
    needs: null,
    params: z.strictObject({ project: codeSchema }),
    query: z.strictObject({ asOf: localDateSchema.optional() }),
    answer: projectReceiptSchema,
    status: 200,
  },
] as const satisfies readonly Route[];
