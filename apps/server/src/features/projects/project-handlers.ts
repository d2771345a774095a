import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import type { ProjectReaders } from './parts.ts';
import { readProgramme } from './read-programme.ts';
import { readProject } from './read-project.ts';
import { listSummaries } from './read-summary.ts';

export function createProjectHandlers(
  readers: ProjectReaders,
): HandlersOf<'programme.read' | 'projects.list' | 'project.read'> {
  return {
    'programme.read': (call) => readProgramme(readers, call.params.programme),
    'projects.list': async () => ({ items: await listSummaries(readers.store.db, readers) }),
    'project.read': async (call) => {
      const view = await readProject(readers, call.params.project);
      if (!view) throw new Refusal('project.not-found');
      return view;
    },
  };
}
