import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { answerExport } from '#lib/features/invest/answer-export.server.ts';
import { parseAsOf } from '#lib/features/invest/as-of.ts';
import { toPortfolioTables } from '#lib/features/invest/export-table.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) error(401, 'session.required');
  const portfolio = await reader.portfolio(parseAsOf(event.url));
  if (!portfolio) error(403, 'permission.denied');
  return answerExport(event.params.format, 'portfolio', portfolio, () => toPortfolioTables(portfolio));
};
