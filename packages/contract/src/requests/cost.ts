import { z } from 'zod';
import { localDateSchema, plainText } from '../values.ts';

/** 10 trillion tenge in tiyn: above every budget, below what a number holds exactly. */
const mostMinor = 1_000_000_000_000_000;

/**
 * Costs of one period, in whole tiyn. `corrects` names an entry that this one adds to or takes from: the first stays, and
 * only a correction may be negative (100 was wrong by 10: post −10 with its reason).
 */
export const postCostRequestSchema = z
  .strictObject({
    period: localDateSchema,
    amountMinor: z.int().min(-mostMinor).max(mostMinor),
    basis: z.enum(['paid', 'accrued']),
    source: plainText(200),
    corrects: z.string().min(1).max(64).nullable().default(null),
    note: plainText(1_000).nullable().default(null),
  })
  .refine((cost) => cost.corrects !== null || cost.amountMinor > 0, {
    path: ['amountMinor'],
    message: 'must be positive where nothing is corrected',
  })
  .refine((cost) => cost.corrects === null || cost.note !== null, {
    path: ['note'],
    message: 'a correction says why',
  });
export type PostCostRequest = z.input<typeof postCostRequestSchema>;

/** The budget at completion from a day on, in whole tiyn. */
export const postBudgetRequestSchema = z.strictObject({
  from: localDateSchema,
  budgetMinor: z.int().min(1).max(mostMinor),
  source: plainText(200),
});
export type PostBudgetRequest = z.input<typeof postBudgetRequestSchema>;
