import type { ReportView } from '@sitecast/contract';
import {
  formatChange,
  formatDate,
  formatFuzzyDate,
  formatMoney,
  formatMonth,
  formatPercent,
  getLocale,
  m,
  toPlainText,
} from '#lib/i18n/index.ts';

/** A report's mail in the reader's language: a few figures and where the whole stands. Money only where the report has it. */
export function writeLetter(report: ReportView) {
  const { sheet } = report;
  const { figures } = sheet;
  const project = toPlainText(sheet.name);
  const month = formatMonth(report.from);
  const next = sheet.items.find(
    (item) => item.state !== 'done' && item.state !== 'cancelled' && item.baseline !== null,
  );
  const paragraphs = [m.mail_greeting({ project }), ...(figures.provenance.kind === 'sample' ? [m.mail_sample()] : [])];
  const rows = [
    { label: m.invest_report_month(), value: month },
    { label: m.invest_done(), value: formatPercent(figures.percentBp) },
    { label: m.invest_planned(), value: formatPercent(figures.plannedBp) },
    { label: m.invest_report_month_earned(), value: m.invest_points({ points: formatChange(report.earnedBp) }) },
    { label: m.invest_as_of(), value: figures.dataDate === null ? '—' : formatDate(figures.dataDate) },
    ...(figures.finishBySpiT === null ? [] : [{ label: m.invest_finish(), value: formatDate(figures.finishBySpiT) }]),
    ...(figures.actualCostMinor === null
      ? []
      : [{ label: m.invest_actual_cost(), value: formatMoney(figures.actualCostMinor) }]),
    ...(next?.baseline
      ? [{ label: m.mail_next(), value: `${toPlainText(next.title)}, ${formatFuzzyDate(next.baseline)}` }]
      : []),
    { label: m.invest_report_hash(), value: report.hash },
  ];
  return {
    language: getLocale(),
    subject: m.mail_subject({ project, month }),
    paragraphs,
    rows,
    open: m.mail_open(),
    attached: m.mail_attached(),
    why: m.mail_why({ project }),
    end: m.mail_end(),
  };
}
