import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const project = await reader.project(event.params.project);
  if (project === null) error(404, 'project.not-found');
  const index = project.milestones.findIndex(({ code }) => code === event.params.code);
  const milestone = project.milestones[index];
  if (milestone === undefined) error(404, 'milestone.not-found');
  const toLink = (at: number) => {
    const other = project.milestones[at];
    return other === undefined ? null : { code: other.code, title: other.title };
  };
  return {
    project: { code: project.summary.code, name: project.summary.name },
    milestone,
    moment: milestone.state === 'done' ? await reader.moment(project.summary.code, milestone.code) : null,
    receipt: project.progress.receipt.rows.find(({ item }) => item === milestone.code) ?? null,
    weightSum: project.progress.receipt.weightSum,
    previous: toLink(index - 1),
    next: toLink(index + 1),
    clock: { zone: project.zone, serverNow: project.serverNow },
  };
};
