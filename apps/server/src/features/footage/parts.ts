import type {
  ArchiveDay,
  ArchiveMonth,
  ArchiveRules,
  ClipView,
  CoverageView,
  CutClipRequest,
  FootagePass,
  LocalText,
  MilestoneView,
  Pin,
  RouteId,
} from '@sitecast/contract';
import type { Call } from '../../platform/call.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** What this feature needs of the recorder. Each call throws a Refusal: its own, or `recorder.unreachable`. */
export interface RecorderArchive {
  readCoverage(camera: string, from: string, to: string): Promise<CoverageView>;
  readMonth(camera: string, month: string): Promise<ArchiveMonth>;
  readDay(camera: string, day: string): Promise<ArchiveDay>;
  putPin(camera: string, pin: Pin): Promise<void>;
  issuePass(camera: string, from: string, to: string): Promise<FootagePass>;
  orderClip(order: CutClipRequest): Promise<ClipView>;
  readClip(id: string): Promise<ClipView>;
  giveUpClip(id: string): Promise<void>;
  tellRules(camera: string, rules: ArchiveRules): Promise<void>;
}

/** A camera as far as its past is concerned. */
export interface FilmedCamera {
  id: string;
  project: string;
  name: LocalText;
  /** Whether the public gets its pictures now. */
  isShown: boolean;
  isSample: boolean;
}

export interface FootageParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly archive: RecorderArchive;
  /** null: there is none, or it was removed. */
  readonly findCamera: (db: Reader, id: string) => Promise<FilmedCamera | null>;
  /** All of a project, in the order they are shown in. */
  readonly listCameras: (db: Reader, project: string) => Promise<FilmedCamera[]>;
  readonly listProjects: (db: Reader) => Promise<{ code: string; title: LocalText; zone: string }[]>;
  /** The rules the recorder has of a camera; null: it is not known to have the camera. */
  readonly rulesThere: (camera: string) => ArchiveRules | null;
  readonly listMilestones: (db: Reader, project: string) => Promise<MilestoneView[]>;
}

export type FootageCall = Pick<Call<RouteId>, 'caller' | 'requestId'>;
