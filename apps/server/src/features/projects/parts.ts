import type { CameraView, DocumentView, MilestoneView, NoticeView, ProgressView, SlipView } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** Read models of other features that a project's page is made of. */
export interface ProjectReaders {
  readonly store: Store;
  readonly clock: Clock;
  readProgress(db: Reader, project: string): Promise<ProgressView>;
  listMilestones(db: Reader, project: string): Promise<MilestoneView[]>;
  /** Every approved baseline revision, oldest first. */
  listSlips(db: Reader, project: string): Promise<SlipView[]>;
  /** The documents that everyone may read. */
  listPublicDocuments(db: Reader, project: string): Promise<DocumentView[]>;
  /** The milestones reached last, over all projects. */
  listLatest(db: Reader, limit: number): Promise<{ project: string; milestone: MilestoneView }[]>;
  listNotices(db: Reader, project: string | null, at: string): Promise<NoticeView[]>;
  /** The cameras the public may know of; null: of all projects. */
  listCameras(db: Reader, project: string | null): Promise<CameraView[]>;
}
