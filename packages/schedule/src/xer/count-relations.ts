import { countRelation, noRelations, type RelationCount, type RelationKind } from '../network.ts';
import type { XerFile } from './table-rows.ts';

const kinds: Record<string, RelationKind> = {
  PR_FS: 'finishStart',
  PR_SS: 'startStart',
  PR_FF: 'finishFinish',
  PR_SF: 'startFinish',
};

/** The relations of one project. Most rows of a large file are relations: each was counted as it passed, none is kept. */
export function countXerRelations(file: XerFile, projectId: string): RelationCount {
  const count = noRelations();
  for (const [key, times] of file.relations) {
    const [project, before, kind = '', lag] = key.split('\t');
    // A file of one project may leave the columns of the project out.
    if (project !== '' && project !== projectId) continue;
    const isOutside = before !== '' && before !== projectId;
    for (let time = 0; time < times; time += 1) {
      countRelation(count, { kind: kinds[kind] ?? 'finishStart', isLagged: lag === '1', isOutside });
    }
  }
  return count;
}
