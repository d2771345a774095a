import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import { toRecordRow } from '#lib/features/ledger/record-row.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const { project: code } = event.params;
  const [project, ledger] = await Promise.all([reader.project(code), reader.ledger(code)]);
  if (project === null || ledger === null) error(404, 'project.not-found');
  return {
    project,
    head: ledger.head,
    records: ledger.items.map(toRecordRow).toReversed(),
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
