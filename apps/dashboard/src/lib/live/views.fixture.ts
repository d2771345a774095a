import type {
  CameraState,
  CameraView,
  LogEvent,
  LogEventBody,
  MilestoneView,
  NoticeView,
  ProgrammeView,
  ProgressView,
  ProjectSummary,
  ProjectView,
} from '@sitecast/contract';

const provenance = { kind: 'sample', source: null } as const;
const at = '2026-11-23T05:14:00.000Z';

/** Small whole read models for tests. */
export const camera = (id: string, state: CameraState): CameraView => ({
  id,
  project: 'k-park',
  name: { en: id },
  direction: null,
  health: { state, since: at, lastFrameAt: at },
  playlistUrl: `/media/${id}/live.m3u8`,
  adaptiveUrl: null,
  stillUrl: `/media/${id}/stills/latest.jpg`,
  delayS: 0,
  provenance,
});

export const milestone = (code: string, reachedAt: string | null = null): MilestoneView => ({
  code,
  title: { en: code },
  kind: 'payment',
  state: reachedAt === null ? 'planned' : 'done',
  weight: 5,
  method: 'units',
  percentBp: null,
  done: null,
  total: null,
  unit: null,
  steps: [],
  baseline: { from: '2026-12-31', to: '2026-12-31', precision: 'day' },
  forecast: null,
  actual: reachedAt === null ? null : reachedAt.slice(0, 10),
  slipDays: null,
  note: null,
  evidence: [],
  reachedAt,
  version: 1,
  provenance,
});

export const notice = (id: string): NoticeView => ({
  id,
  project: 'k-park',
  kind: 'news',
  text: { en: id },
  from: at,
  to: null,
  provenance,
});

export const progress = (percentBp: number): ProgressView => ({
  dataDate: '2026-10-31',
  baselineRevision: 1,
  percentBp,
  plannedBp: 4_300,
  momentum30Bp: 500,
  spi: 0.81,
  spiT: 0.89,
  earnedScheduleMonths: 11.6,
  actualTimeMonths: 13,
  plannedFinish: '2027-09-30',
  forecastFinish: '2027-12-28',
  curve: [],
  receipt: { rows: [], weightBasis: 'agreed', weightSum: 100, verifiedBy: null, publishingRule: 'posted-by-manager' },
  provenance,
});

export const summary = (percentBp: number): ProjectSummary => ({
  code: 'k-park',
  name: { en: 'K-Park' },
  district: 'golden',
  districtDisputed: true,
  category: 'culture',
  funding: 'private',
  status: 'under-construction',
  percentBp,
  plannedBp: 4_300,
  percentProvenance: provenance,
  dataDate: '2026-10-31',
  baselineRevision: 1,
  forecastFinish: '2027-12-28',
  next: null,
  cameras: 2,
  provenance,
});

export const projectView = (seq: number): ProjectView => ({
  summary: summary(3_500),
  description: { en: 'A park.' },
  zone: 'Asia/Almaty',
  areaM2: 100_000,
  parties: [],
  facts: [],
  progress: progress(3_500),
  milestones: [milestone('M04', '2026-08-28T08:00:00.000Z'), milestone('M05'), milestone('M06')],
  cameras: [camera('cam-1', 'live'), camera('cam-2', 'held')],
  notices: [notice('n-1')],
  seq,
  serverNow: at,
});

export const programmeView = (seq: number): ProgrammeView => ({
  code: 'alatau',
  name: { en: 'Alatau City' },
  description: { en: 'A city.' },
  zone: 'Asia/Almaty',
  percentBp: 3_500,
  plannedBp: 4_300,
  dataDate: '2026-10-31',
  rollUpBasis: 'area',
  districts: [],
  projects: [summary(3_500)],
  targets: [],
  milestones: [],
  latest: [],
  cameras: [camera('cam-1', 'live')],
  notices: [notice('n-1')],
  provenance,
  seq,
  serverNow: at,
});

export const eventOf = (seq: number, prev: number, body: LogEventBody): LogEvent => ({
  ...body,
  seq,
  prev,
  project: 'k-park',
  at,
});
