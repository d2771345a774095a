import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import { seesCosts } from '../../platform/caller.ts';
import { readReport, type ReportParts } from './read-report.ts';

export function createReportHandlers(parts: ReportParts): HandlersOf<'report.read'> {
  return {
    'report.read': async (call) => {
      const asked = { month: call.query.month ?? null, costs: seesCosts(call.caller) };
      const report = await readReport(parts, call.params.project, asked);
      if (!report) throw new Refusal('project.not-found');
      return report;
    },
  };
}
