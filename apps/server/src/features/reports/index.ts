export { createReportHandlers } from './report-handlers.ts';
export { issueReports } from './issue-reports.ts';
export { readReport, type ReportParts } from './read-report.ts';
export { toReportCoverage } from './to-coverage.ts';
