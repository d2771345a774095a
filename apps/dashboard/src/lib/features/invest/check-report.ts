import type { ReportView } from '@sitecast/contract';
import { digestText, toCanonicalJson, type Json } from '@sitecast/ledger';

/** Whether the data of a report give the hash it carries: computed here, over the same canonical JSON. */
export async function checkReport(report: ReportView): Promise<boolean> {
  const { month, sheet, earnedBp, photos, signOffs } = report;
  const revisions = sheet.revisions.map((one) => ({ ...one, proposedBy: undefined, approvedBy: undefined }));
  const said = { month, sheet: { ...sheet, revisions, serverNow: undefined }, earnedBp, photos, signOffs };
  const content = JSON.parse(JSON.stringify(said)) as Json;
  return (await digestText(toCanonicalJson(content))) === report.hash;
}
