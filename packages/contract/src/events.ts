import type { Problem } from './problem.ts';
import type { EntryView } from './views/approval.ts';
import type { ProposalView, SlipView } from './views/baseline.ts';
import type { CameraManageView, CameraView } from './views/camera.ts';
import type { MilestoneView } from './views/milestone.ts';
import type { FiguresView, ProgressView } from './views/progress.ts';
import type { DocumentView, ProjectDetails } from './views/record.ts';
import type { NoticeView, ProgrammeView, ProjectSummary, ProjectView } from './views/project.ts';

/** What a post on one project changes on the programme's page beside that project's own line. */
export type ProgrammeRollUp = Pick<
  ProgrammeView,
  'percentBp' | 'plannedBp' | 'dataDate' | 'measuredProjects' | 'districts'
>;

/**
 * What the event log carries. A payload is a whole read model, made by the audience's own serializer, and replaces
 * the one with the same key on the page: applying it twice changes nothing.
 */
export type LogEventBody =
  | {
      type: 'progress:updated';
      payload: { progress: ProgressView; summary: ProjectSummary; programme?: ProgrammeRollUp };
    }
  | { type: 'milestone:posted'; payload: { milestone: MilestoneView } }
  | { type: 'project:changed'; payload: { details: ProjectDetails } }
  | { type: 'documents:changed'; payload: { documents: DocumentView[] } }
  | { type: 'camera:changed'; payload: { camera: CameraView } }
  | { type: 'camera:removed'; payload: { id: string } }
  | { type: 'notice:posted'; payload: { notice: NoticeView } }
  | { type: 'figures:updated'; payload: { figures: FiguresView } }
  | { type: 'baseline:revised'; payload: { progress: ProgressView; milestones: MilestoneView[]; slips: SlipView[] } }
  | { type: 'entry:changed'; payload: { entry: EntryView } }
  | { type: 'proposal:changed'; payload: { proposal: ProposalView } }
  | { type: 'camera:managed'; payload: { camera: CameraManageView } };

/** `prev` is the seq of the event before it in the same room: another one on the page means a gap (SEQ2). */
export type LogEvent = LogEventBody & { seq: number; prev: number; project: string; at: string };

/** A page watches one topic: the programme or a project. The server picks the room by audience (AUD1). */
export interface WatchRequest {
  topic: 'programme' | 'project';
  code: string;
  /** The seq the page was rendered at; the answer holds what came since, or a snapshot. */
  since: number;
}

export type WatchAnswer =
  | { ok: true; kind: 'events'; seq: number; events: LogEvent[]; serverNow: string }
  | { ok: true; kind: 'snapshot'; seq: number; snapshot: ProjectView | ProgrammeView; serverNow: string }
  | { ok: false; error: Problem };

export interface ServerToClient {
  'log:appended': (events: LogEvent[]) => void;
  /** The server is about to stop: come back after that many milliseconds. */
  'server:draining': (reconnectInMs: number) => void;
}

export interface ClientToServer {
  'topic:watch': (request: WatchRequest, answer: (answer: WatchAnswer) => void) => void;
  'topic:unwatch': (
    request: { topic: 'programme' | 'project'; code: string },
    answer: (a: { ok: true } | { ok: false; error: Problem }) => void,
  ) => void;
}
