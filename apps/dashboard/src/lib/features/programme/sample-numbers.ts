import type { ProgrammeView } from '@sitecast/contract';

/**
 * Projects whose percent rests on samples: a summary's own provenance is that of the project, so the records its number
 * is made of are asked (rule 7).
 */
export function findSampleProjects(programme: Pick<ProgrammeView, 'projects' | 'latest' | 'cameras'>): Set<string> {
  const samples = new Set<string>();
  for (const { project, milestone } of programme.latest)
    if (milestone.provenance.kind === 'sample') samples.add(project);
  for (const camera of programme.cameras) if (camera.provenance.kind === 'sample') samples.add(camera.project);
  for (const project of programme.projects) if (project.provenance.kind === 'sample') samples.add(project.code);
  return samples;
}
