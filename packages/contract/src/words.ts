/**
 * The closed lists of the product, free of any library: browser code imports these as values.
 * Every list is the source of its union type.
 */

export const locales = ['kk', 'ru', 'en', 'ko', 'zh'] as const;
export type Locale = (typeof locales)[number];

/** Who a principal is. `public` is a visitor without an account. */
export const roles = [
  'public',
  'display',
  'investor',
  'project-manager',
  'verifier',
  'owner',
  'administrator',
] as const;
export type Role = (typeof roles)[number];

/** One serializer and one family of socket rooms exists per audience. */
export const audiences = ['public', 'investor', 'manage'] as const;
export type Audience = (typeof audiences)[number];

export {
  dialAudiences,
  findMostStep,
  mostSteps,
  type DialAudience,
  type DialLimits,
  type MostStep,
} from './dial-most.ts';

export const principalKinds = ['person', 'display', 'token'] as const;
export type PrincipalKind = (typeof principalKinds)[number];

/** What the recorder says of a camera; the page adds what it sees itself (see PROTOCOL.md, LIVE). */
export const cameraStates = [
  'starting',
  'live',
  'stalled',
  'frozen',
  'dark',
  'obscured',
  'moved',
  'offline',
  'asleep',
  'maintenance',
  'held',
  'unknown',
] as const;
export type CameraState = (typeof cameraStates)[number];

/** Pixels across of the newest still as `?width=` asks for it: enough for a phone held upright. */
export const smallStillWidth = 800;

/** How far a curtain reaches. */
export const curtainScopes = ['programme', 'project', 'camera'] as const;
export type CurtainScope = (typeof curtainScopes)[number];

/** Where a version of a camera's mask stands; only an approved one opens the camera to the public. */
export const maskStates = ['proposed', 'approved', 'rejected', 'superseded'] as const;
export type MaskState = (typeof maskStates)[number];

/**
 * Where footage comes from: the recorder pulls `rtsp` (also rtsps), `hls`, `file`; cameras push `rtmp`, `srt`, `whip`; the
 * recorder on a small box pushes what it recorded, `site`.
 */
export const sourceKinds = ['rtsp', 'rtmp', 'srt', 'whip', 'site', 'hls', 'mjpeg', 'jpeg', 'file'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** How an item's percent is measured. `none`: a document milestone, it earns nothing. */
export const progressMethods = [
  'units',
  'steps',
  'start-finish',
  'estimate',
  'cost-ratio',
  'time-ratio',
  'weighted-units',
  'none',
] as const;
export type ProgressMethod = (typeof progressMethods)[number];

/** What the weights of a plan are made of. */
export const weightBases = ['agreed', 'cost', 'hours', 'duration'] as const;
export type WeightBasis = (typeof weightBases)[number];

/** Public holidays that a calendar keeps without naming each: those of Kazakhstan, or none. */
export const holidayLists = ['kz', 'none'] as const;
export type HolidayList = (typeof holidayLists)[number];

export const datePrecisions = ['day', 'month', 'quarter', 'season', 'year', 'window'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const milestoneKinds = ['contractual', 'payment', 'phase-gate', 'regulatory', 'interface', 'public'] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

export const milestoneStates = ['planned', 'in-progress', 'awaiting-acceptance', 'done', 'cancelled'] as const;
export type MilestoneState = (typeof milestoneStates)[number];

export const projectStatuses = [
  'announced',
  'planned',
  'under-construction',
  'paused',
  'cancelled',
  'completed',
] as const;
export type ProjectStatus = (typeof projectStatuses)[number];

export const projectCategories = [
  'culture',
  'business',
  'landmark',
  'industry',
  'housing',
  'school',
  'hospital',
  'park',
  'tourism',
  'infrastructure',
] as const;
export type ProjectCategory = (typeof projectCategories)[number];

export const fundings = ['private', 'state', 'mixed'] as const;
export type Funding = (typeof fundings)[number];

export const partyRoles = [
  'initiator',
  'developer',
  'contractor',
  'designer',
  'technical-supervision',
  'designer-supervision',
  'investor',
  'consultant',
] as const;
export type PartyRole = (typeof partyRoles)[number];

export const certainties = ['expected', 'agreed', 'contracted'] as const;
export type Certainty = (typeof certainties)[number];

/** What a date of a project is the date of. */
export const projectDateKinds = ['announced', 'start', 'completion', 'opening'] as const;
export type ProjectDateKind = (typeof projectDateKinds)[number];

export const documentKinds = ['plan', 'permit', 'contract', 'report', 'drawing', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Who may read a document: everyone, investors and the people of the project, or these alone. */
export const documentVisibilities = ['public', 'investor', 'team'] as const;
export type DocumentVisibility = (typeof documentVisibilities)[number];

/** What became of a report by e-mail; `unconfirmed`: handed over, and the line broke before the answer. */
export const deliveryStates = ['waiting', 'sent', 'unconfirmed', 'refused', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export const qualifiers = ['exact', 'about', 'up-to', 'more-than'] as const;
export type Qualifier = (typeof qualifiers)[number];

/** Rule 7 of the product: a record is a sourced fact or a sample, and a sample says so everywhere. */
export const recordKinds = ['fact', 'sample'] as const;
export type RecordKind = (typeof recordKinds)[number];

export const noticeKinds = ['incident', 'delay', 'maintenance', 'news'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Why a percent may fall (rule 4). */
export const correctionReasons = ['rework', 'wrong-count', 'scope'] as const;
export type CorrectionReason = (typeof correctionReasons)[number];

/** Who signs an acceptance act in Kazakhstan: all four, each answering for it in person. */
export const signSlots = ['customer', 'contractor', 'technical-supervision', 'designer-supervision'] as const;
export type SignSlot = (typeof signSlots)[number];

/** A signature is taken back by a later act, never removed. */
export const signActs = ['signed', 'revoked'] as const;
export type SignAct = (typeof signActs)[number];

/** When a post is published: at once, after a verifier and an owner, or (the two merged) after either of them. */
export const publishingRules = ['posted-by-manager', 'verified-and-approved', 'verified-is-approved'] as const;
export type PublishingRule = (typeof publishingRules)[number];

/** What a post says: progress of an item, a milestone of the plan reached, or one that no plan foresaw. */
export const entryKinds = ['progress', 'reached', 'added'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Where a post stands that must be verified and approved. Only an approved one is published (INV5). */
export const entryStates = ['draft', 'verified', 'approved', 'rejected', 'superseded'] as const;
export type EntryState = (typeof entryStates)[number];

/** Where a proposed baseline revision stands; `superseded` by another one that was approved first. */
export const proposalStates = ['proposed', 'approved', 'rejected', 'superseded'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Why nothing was recorded; `lost`: it should have been, and nobody knows more. */
export const outageCauses = [
  'source-offline',
  'uplink-offline',
  'recorder-down',
  'disk-full',
  'scheduled-off',
  'maintenance',
  'held',
  'lost',
] as const;
export type OutageCause = (typeof outageCauses)[number];

/** Why a moment is kept whatever the rules of the archive say. */
export const pinReasons = ['milestone', 'evidence', 'notice', 'manual'] as const;
export type PinReason = (typeof pinReasons)[number];

/** How the instant of a milestone is known: a photo’s own time, the post of that day, or the day alone (its noon). */
export const momentBases = ['photo', 'post', 'day'] as const;
export type MomentBasis = (typeof momentBases)[number];

/** Where a clip stands. */
export const clipStates = ['waiting', 'cutting', 'ready', 'failed', 'given-up'] as const;
export type ClipState = (typeof clipStates)[number];

/** Everything that can be refused, with its HTTP status. The text for people is made in the dashboard. */
export const errorStatus = {
  'request.invalid': 400,
  'request.unparsable': 400,
  'request.too-large': 413,
  'request.media-type': 415,
  'request.not-found': 404,
  'request.method': 405,
  'request.origin': 403,
  'request.host': 421,
  'request.rate': 429,
  'session.required': 401,
  'session.wrong-login': 401,
  'permission.denied': 403,
  'setup.done': 410,
  'invitation.gone': 410,
  'person.exists': 409,
  'project.not-found': 404,
  'camera.not-found': 404,
  'camera.exists': 409,
  'camera.source-refused': 422,
  'camera.not-moved': 422,
  'camera.turning': 409,
  'camera.leaves-public': 409,
  'milestone.not-found': 404,
  'milestone.done': 409,
  'progress.conflict': 409,
  'progress.falls': 422,
  'progress.future': 422,
  'progress.before-data-date': 422,
  'progress.method': 422,
  'progress.evidence': 422,
  'approval.not-found': 404,
  'approval.decided': 409,
  'approval.same-person': 403,
  'sign-off.not-found': 404,
  'sign-off.needed': 409,
  'sign-off.signed': 409,
  'sign-off.unsigned': 409,
  'sign-off.not-yours': 403,
  'sign-off.two-slots': 409,
  'baseline.stale': 409,
  'baseline.invalid': 422,
  'idempotency.reused': 422,
  'idempotency.missing': 400,
  'evidence.not-found': 404,
  'evidence.unreadable': 415,
  'record.conflict': 409,
  'document.not-found': 404,
  'document.unreadable': 415,
  'mail.not-possible': 409,
  'import.refused': 422,
  'import.not-found': 404,
  'import.decided': 409,
  'import.outdated': 409,
  'media.not-found': 404,
  'media.range': 416,
  'media.held': 403,
  'media.too-old': 403,
  'clip.not-found': 404,
  'clip.too-long': 422,
  'clip.busy': 429,
  'clip.masked': 403,
  'mask.not-found': 404,
  'mask.decided': 409,
  'curtain.not-found': 404,
  'curtain.closed': 409,
  'curtain.lifted': 409,
  'restream.not-found': 404,
  'restream.exists': 409,
  'recorder.unreachable': 503,
  'report.no-printer': 404,
  'storage.full': 507,
  'ledger.sealing': 503,
  'server.draining': 503,
  'server.error': 500,
} as const;
export type ErrorCode = keyof typeof errorStatus;

/**
 * How a restream goes. `waiting`: there is nothing to show now (camera down, curtain closed); `failed`: the destination
 * does not take it, and it is tried again.
 */
export const restreamStates = ['off', 'connecting', 'on-air', 'waiting', 'failed'] as const;
export type RestreamState = (typeof restreamStates)[number];

export const restreamFaults = [
  'unreachable',
  'refused',
  'wrong-key',
  'lost',
  'codec-unsupported',
  'ffmpeg-failed',
] as const;
export type RestreamFault = (typeof restreamFaults)[number];

/**
 * Why a camera cannot be asked for its presets, or did not go to one. `unreadable`: what it answers is no ONVIF, or more
 * than is read of it; `no-ptz`: it cannot be moved; `no-preset`: it does not know that preset.
 */
export const ptzFaults = [
  'unreachable',
  'refused',
  'wrong-password',
  'not-found',
  'redirected',
  'silent',
  'unreadable',
  'no-ptz',
  'no-preset',
] as const;
export type PtzFault = (typeof ptzFaults)[number];

/** What may be done; `can` in permissions.ts says by whom. */
export const actions = [
  'project.read',
  'progress.post',
  'milestone.post',
  'notice.post',
  'evidence.upload',
  'figures.read',
  'entry.read',
  'entry.verify',
  'entry.approve',
  'entry.reject',
  'plan.read',
  'baseline.propose',
  'baseline.approve',
  'rule.write',
  'cost.post',
  'project.write',
  'document.write',
  'sign-off.read',
  'sign-off.appoint',
  'sign-off.sign',
  'camera.read-private',
  'camera.write',
  'mask.review',
  'curtain.close',
  'curtain.lift',
  'footage.read',
  'person.write',
  'import.write',
] as const;
export type Action = (typeof actions)[number];
