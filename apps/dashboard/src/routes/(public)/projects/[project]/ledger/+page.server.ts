import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { toRecordRow } from '#lib/features/ledger/record-row.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const { project: code } = event.params;
  const asked = event.url.searchParams.get('at') ?? '';
  const at = /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : null;
  // Without its script the page leads from record to record by this number.
  const [project, ledger] = await Promise.all([reader.project(code), reader.ledger(code, at)]);
  if (project === null || ledger === null) error(404, 'project.not-found');
  return {
    project,
    head: ledger.head,
    stamp: ledger.stamp,
    at,
    records: ledger.items.map(toRecordRow).toReversed(),
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
