import { countDays, findPlannedFinish } from '@sitecast/progress';
import { compareItems, type CurvePoint, type PlanDifference, type ScheduleItem } from '@sitecast/schedule';
import type { Insertable } from 'kysely';
import type { FileUpload } from '../../platform/call.ts';
import { listPlanned, type CurrentPlan } from './current-plan.ts';
import { drawImportCurve } from './draw-import-curve.ts';
import type { Reading } from './reading.ts';
import { settleItems } from './settle-items.ts';
import type { ImportBatchTable } from './tables.ts';
import { toImportedProgress } from './to-progress.ts';

export interface Proposal {
  readonly id: string;
  readonly project: string;
  readonly upload: FileUpload;
  readonly reading: Reading;
  readonly current: CurrentPlan;
  readonly percentBeforeBp: number | null;
  readonly by: string;
  readonly at: string;
}

/** What is kept of a file that was read: everything that accepting it needs, and what it would change. */
export function toImportRow(proposal: Proposal): Insertable<ImportBatchTable> {
  const { reading, current, upload } = proposal;
  const { items, kept } = settleItems(current, reading.items);
  const curve = drawImportCurve(current, reading, items);
  const claims = toImportedProgress(current, reading.items, reading.dataDate);
  return {
    id: proposal.id,
    project: proposal.project,
    state: 'proposed',
    format: reading.format,
    tool: reading.tool,
    file_name: upload.fileName,
    sha256: upload.sha256,
    bytes: upload.bytes.length,
    source_project: reading.sourceProject,
    data_date: reading.dataDate,
    based_on_revision: current.revision,
    weight_basis: reading.basis,
    activities: reading.activities,
    percent_in_file_bp: weighPercent(reading.items, (item) => item.percentBp),
    items: JSON.stringify(reading.items),
    curve: JSON.stringify(curve),
    difference: JSON.stringify({ ...compareItems(listPlanned(current), items), ...compareFinish(current, curve) }),
    phases: JSON.stringify(reading.phases),
    calendar: reading.calendar && JSON.stringify(reading.calendar),
    network: JSON.stringify(reading.network),
    progress: JSON.stringify(claims.progress),
    warnings: JSON.stringify([...kept, ...claims.kept, ...reading.warnings]),
    warning_count: reading.warningCount + kept.length + claims.kept.length,
    percent_before_bp: proposal.percentBeforeBp,
    percent_after_bp: readPercentAfter(current, reading.items),
    uploaded_by: proposal.by,
    uploaded_at: proposal.at,
    decided_by: null,
    decided_at: null,
    reason: null,
    proposal: null,
  };
}

/** The planned end by the curves, as the proposal and every page tell it: what weighs nothing ends nothing. */
function compareFinish(
  current: CurrentPlan,
  curve: readonly CurvePoint[],
): Pick<PlanDifference, 'finishBefore' | 'finishAfter' | 'finishShiftDays'> {
  const finishBefore = findPlannedFinish(current.curve);
  const finishAfter = findPlannedFinish(curve);
  const isKnown = finishBefore !== null && finishAfter !== null;
  return { finishBefore, finishAfter, finishShiftDays: isKnown ? countDays(finishBefore, finishAfter) : null };
}

/** Where the project would stand: what is posted, by the weights of the file. */
function readPercentAfter(current: CurrentPlan, items: readonly ScheduleItem[]): number | null {
  if (!current.items.some((item) => item.isMeasured)) return null;
  const posted = new Map(current.items.map((item) => [item.code, item.percentBp]));
  return weighPercent(items, (item) => posted.get(item.code) ?? 0);
}

function weighPercent(items: readonly ScheduleItem[], percentOf: (item: ScheduleItem) => number | null): number | null {
  const sum = items.reduce((all, item) => all + item.weight, 0);
  const earned = items.reduce((all, item) => all + item.weight * (percentOf(item) ?? 0), 0);
  return sum > 0 ? Math.round(earned / sum) : null;
}
