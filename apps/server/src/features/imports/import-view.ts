import type { ImportSummary, ImportView } from '@sitecast/contract';
import type { Selectable } from 'kysely';
import { readJson } from '../../platform/json-column.ts';
import type { ImportBatchTable } from './tables.ts';

export type ImportRow = Selectable<ImportBatchTable>;

export function toImportSummary(row: ImportRow): ImportSummary {
  return {
    id: row.id,
    state: row.state,
    format: row.format as ImportSummary['format'],
    fileName: row.file_name,
    uploadedAt: row.uploaded_at,
    decidedAt: row.decided_at,
    proposal: row.proposal,
    reason: row.reason,
  };
}

/** Of a file that was read before its network was. */
const nothingSaid: ImportView['network'] = {
  relations: { total: 0, finishStart: 0, startStart: 0, finishFinish: 0, startFinish: 0, lagged: 0, outside: 0 },
  critical: 0,
  lowestFloatMinutes: null,
  calendars: [],
};

export function toImportView(row: ImportRow): ImportView {
  return {
    ...toImportSummary(row),
    project: row.project,
    tool: row.tool,
    sha256: row.sha256,
    bytes: row.bytes,
    sourceProject: row.source_project,
    dataDate: row.data_date,
    basedOnRevision: row.based_on_revision,
    weightBasis: row.weight_basis as ImportView['weightBasis'],
    activities: row.activities,
    items: readJson<unknown[]>(row.items).length,
    difference: readJson<ImportView['difference']>(row.difference),
    percentBeforeBp: row.percent_before_bp,
    percentAfterBp: row.percent_after_bp,
    percentInFileBp: row.percent_in_file_bp,
    phases: readJson<ImportView['phases']>(row.phases),
    calendar: readJson<ImportView['calendar']>(row.calendar),
    network: readJson<ImportView['network']>(row.network) ?? nothingSaid,
    progress: readJson<ImportView['progress']>(row.progress),
    warnings: readJson<ImportView['warnings']>(row.warnings),
    warningCount: row.warning_count,
  };
}
