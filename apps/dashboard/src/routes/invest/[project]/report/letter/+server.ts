import { error, json } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { writeLetter } from '#lib/features/mail/write-letter.ts';
import type { RequestHandler } from './$types';

/** The words of the report's mail, for the server that sends it; it asks in the name of the person who gets it. */
export const GET: RequestHandler = async (event) => {
  const reader = openReader(event);
  if (!reader.session()) error(401, 'session.required');
  const report = await reader.report(event.params.project, event.url.searchParams.get('month'));
  if (!report) error(404, 'project.not-found');
  return json(writeLetter(report), { headers: { 'cache-control': 'private, no-store' } });
};
