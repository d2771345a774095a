// The one door of the contract. Browser code takes types from here (`import type`) and values from `./words.ts`.
export {
  locales,
  smallStillWidth,
  roles,
  audiences,
  cameraStates,
  sourceKinds,
  progressMethods,
  weightBases,
  datePrecisions,
  milestoneKinds,
  projectStatuses,
  projectCategories,
  fundings,
  partyRoles,
  certainties,
  projectDateKinds,
  documentKinds,
  documentVisibilities,
  noticeKinds,
  correctionReasons,
  publishingRules,
  signSlots,
  outageCauses,
  type PtzFault,
  type RestreamState,
  type RestreamFault,
  errorStatus,
  actions,
  type Locale,
  type Role,
  type Audience,
  type PrincipalKind,
  type CameraState,
  type SourceKind,
  type ProgressMethod,
  type WeightBasis,
  type DatePrecision,
  type MilestoneKind,
  type MilestoneState,
  type ProjectStatus,
  type ProjectCategory,
  type Funding,
  type PartyRole,
  type Certainty,
  type ProjectDateKind,
  type DocumentKind,
  type DocumentVisibility,
  type DeliveryState,
  type Qualifier,
  type NoticeKind,
  type CorrectionReason,
  type PublishingRule,
  type SignAct,
  type SignSlot,
  type EntryKind,
  type EntryState,
  type ProposalState,
  type OutageCause,
  type MomentBasis,
  type CurtainScope,
  type MaskState,
  type ErrorCode,
  type Action,
} from './words.ts';
export { can, audienceOf } from './permissions.ts';
export {
  instantSchema,
  localDateSchema,
  codeSchema,
  cameraIdSchema,
  plainText,
  idempotencyKeySchema,
  type LocalText,
  type FuzzyDate,
  type Provenance,
  type Party,
} from './values.ts';
export { problemSchema, Refusal, toProblem, toFieldFaults, type Problem } from './problem.ts';
export {
  cameraViewSchema,
  cameraManageViewSchema,
  type CameraHealth,
  type CameraView,
  type CameraManageView,
} from './views/camera.ts';
export {
  progressViewSchema,
  figuresViewSchema,
  type CurvePoint,
  type ReceiptRow,
  type CorrectionView,
  type Receipt,
  type ProgressView,
  type FiguresView,
} from './views/progress.ts';
export {
  evidenceViewSchema,
  milestoneViewSchema,
  type EvidenceView,
  type StepView,
  type MilestoneView,
} from './views/milestone.ts';
export { type ApprovalStep, type EntryView } from './views/approval.ts';
export {
  type PlanItemView,
  type ProposalView,
  type PlanView,
  type ImportedProgress,
  type SlipView,
} from './views/baseline.ts';
export { type WorkCalendarView } from './views/calendar.ts';
export { type PlanPhase, type PhaseView } from './views/phase.ts';
export {
  noticeViewSchema,
  projectSummarySchema,
  projectViewSchema,
  programmeViewSchema,
  type NoticeView,
  type ProjectSummary,
  type ProjectView,
  type TargetView,
  type DistrictView,
  type ProgrammeMilestone,
  type ProgrammeView,
} from './views/project.ts';
export {
  type InvestorFigures,
  type RolledFigures,
  type PortfolioRow,
  type PortfolioView,
  type SheetItem,
  type SheetRevision,
  type CostEntryView,
  type BudgetView,
  type InvestorSheet,
  type SheetPhase,
} from './views/investor.ts';
export { type ActorView } from './views/actor.ts';
export { type AcceptanceView, type SignOffsView, type SignSlotView } from './views/sign-off.ts';
export {
  type AppointSignerRequest,
  type OpenAcceptanceRequest,
  type RevokeSignRequest,
  type SignRequest,
} from './requests/sign-off.ts';
export { type ProjectReceipt, type ReceiptPost } from './views/receipt.ts';
export { type LedgerHead, type LedgerStamp, type LedgerPage } from './views/ledger.ts';
export { type ImportFault, type ImportView, type ImportSummary } from './views/import.ts';
export { monthSchema } from './views/month.ts';
export { type ReportCoverage, type ReportView } from './views/report.ts';
export {
  documentViewSchema,
  type ProjectDate,
  type ProjectDetails,
  type ProjectRecord,
  type DocumentView,
  type SubscriptionView,
} from './views/record.ts';
export { documentRecordSchema, type ChangeProjectRequest, type DocumentRecord } from './requests/record.ts';
export { sessionViewSchema, personViewSchema, type SessionView, type PersonView } from './views/person.ts';
export { type InvitePersonRequest } from './requests/session.ts';
export {
  type Measurement,
  type PostedMeasurement,
  type PostProgressRequest,
  type PostMilestoneRequest,
  type PostNoticeRequest,
} from './requests/progress.ts';
export { type PostCostRequest, type PostBudgetRequest } from './requests/cost.ts';
export { type ChangeRuleRequest, type ProposeBaselineRequest } from './requests/approval.ts';
export { type CameraSource, type AddCameraRequest, type ChangeCameraRequest } from './requests/camera.ts';
export {
  archiveRulesSchema,
  coverageViewSchema,
  archiveMonthSchema,
  archiveDaySchema,
  pinRequestSchema,
  stretchRequestSchema,
  footagePassSchema,
  cutClipRequestSchema,
  clipViewSchema,
  publicClipMs,
  grantedClipMs,
  type WorkingHours,
  type ArchiveRules,
  type Coverage,
  type CoverageView,
  type ArchiveDayLine,
  type ArchiveMonth,
  type ArchiveDay,
  type BackFill,
  type Sheet,
  type Pin,
  type FootagePass,
  type CutClipRequest,
  type ClipView,
} from './archive.ts';
export { type MomentView } from './moment.ts';
export {
  type Polygon,
  type PublicSpan,
  type RecorderPrivacy,
  type MaskView,
  type CameraMasks,
  type CurtainView,
} from './privacy.ts';
export { owedReportSchema, uplinkPaths, type OwedReport } from './uplink.ts';
export {
  recorderCameraConfigSchema,
  recorderCameraChangeSchema,
  recorderCameraViewSchema,
  controlPaths,
  mediaPaths,
  toStillName,
  parseStillName,
  type RecorderCameraConfig,
  type RecorderCameraChange,
  type SourceFault,
  type RecorderCameraView,
  type RecorderEvent,
} from './recorder.ts';
export {
  type ProgrammeRollUp,
  type LogEventBody,
  type LogEvent,
  type WatchRequest,
  type WatchAnswer,
  type ServerToClient,
  type ClientToServer,
} from './events.ts';
export {
  timeLapseSettingsSchema,
  timeLapseSchema,
  timeLapseListSchema,
  type TimeLapseSettings,
  type TimeLapse,
  type TimeLapseList,
} from './time-lapse.ts';
export {
  restreamConfigSchema,
  restreamChangeSchema,
  recorderRestreamSchema,
  type RestreamConfig,
  type RestreamChange,
  type RecorderRestream,
  type RestreamView,
} from './restream.ts';
export {
  goToPresetSchema,
  presetListSchema,
  type OnvifAddress,
  type Preset,
  type TaughtPreset,
  type PresetList,
  type RecorderPtz,
  type CameraPresets,
} from './ptz.ts';
export { type PageReader } from './page.ts';
export { type Route } from './route.ts';
export { routes, type RouteId } from './routes.ts';
export { environmentNames, type EnvironmentName, findUnknownNames } from './environment.ts';
