import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { answerExport } from '#lib/features/invest/answer-export.server.ts';
import { parseAsOf } from '#lib/features/invest/as-of.ts';
import { toSheetTables } from '#lib/features/invest/export-table.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) error(401, 'session.required');
  const sheet = await reader.investorSheet(event.params.project, parseAsOf(event.url));
  if (!sheet) error(404, 'project.not-found');
  return answerExport(event.params.format, sheet.code, sheet, () => toSheetTables(sheet));
};
