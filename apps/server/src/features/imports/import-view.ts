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
    warnings: readJson<ImportView['warnings']>(row.warnings),
    warningCount: row.warning_count,
  };
}
