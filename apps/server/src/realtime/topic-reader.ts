import type { ProgrammeView, ProjectView } from '@sitecast/contract';
import type { Room } from './room-log.ts';

/** What the sockets need to know of topics. */
export interface TopicReader {
  /** Whether there is such a programme or project. */
  exists(topic: 'programme' | 'project', code: string): Promise<boolean>;
  /** The whole read model as the room's audience sees it, read in one transaction together with its `seq`. */
  readSnapshot(room: Room): Promise<ProjectView | ProgrammeView | null>;
}
