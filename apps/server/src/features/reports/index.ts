export { createReportHandlers } from './report-handlers.ts';
export { readReport, type ReportParts } from './read-report.ts';
