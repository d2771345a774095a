import type { CostEntryView, FuzzyDate, Provenance } from '@sitecast/contract';
import { countDays } from '@sitecast/progress';
import {
  dash,
  formatChange,
  formatDate,
  formatExactMoney,
  formatFuzzyDate,
  formatMoney,
  formatPercent,
  m,
} from '#lib/i18n/index.ts';
import type { NumberSlip } from '../receipts/slip.ts';
import { sayLateness } from '../site/lateness.ts';
import { ground, type FigureOwner } from './figure-slip.ts';

/** The receipt of the days by which an item is late or early: its two days, and the posts on it. */
export function toItemLatenessSlip(
  owner: FigureOwner,
  item: {
    code: string;
    title: string;
    slipDays: number | null;
    baseline: FuzzyDate | null;
    forecast: FuzzyDate | null;
    actual: string | null;
    provenance: Provenance;
  },
): NumberSlip {
  const { code, title, slipDays, baseline, forecast, actual, provenance } = item;
  const reached = actual === null ? m.ui_forecast() : m.invest_reached();
  const day = actual === null ? (forecast === null ? dash : formatFuzzyDate(forecast)) : formatDate(actual);
  return {
    label: `${title}: ${m.invest_late()}`,
    value: slipDays === null ? dash : sayLateness(slipDays),
    inputs: [
      { symbol: m.invest_baseline(), value: baseline === null ? dash : formatFuzzyDate(baseline) },
      { symbol: reached, value: day },
    ],
    isBad: (slipDays ?? 0) > 0,
    ...ground(owner),
    item: code,
    provenance,
  };
}

/** The receipt of the days between the planned finish and another one. */
export function toFinishLatenessSlip(owner: FigureOwner, label: string, finish: string): NumberSlip {
  const { plannedFinish } = owner.figures;
  const days = plannedFinish === null ? null : countDays(plannedFinish, finish);
  return {
    label: `${label}: ${m.invest_late()}`,
    value: days === null ? dash : sayLateness(days),
    inputs: [
      { symbol: m.invest_finish_planned(), value: plannedFinish === null ? dash : formatDate(plannedFinish) },
      { symbol: label, value: formatDate(finish) },
    ],
    isBad: (days ?? 0) > 0,
    isUndefined: days === null,
    ...ground(owner),
  };
}

/** The receipt of the days by which a revision of the plan moved its finish. */
export function toMovedSlip(
  owner: FigureOwner,
  revision: { revision: number; daysMoved: number | null; reason: string },
): NumberSlip {
  const { daysMoved } = revision;
  return {
    label: m.invest_revision({ number: revision.revision }),
    value: daysMoved === null ? dash : sayLateness(daysMoved),
    isBad: (daysMoved ?? 0) > 0,
    isUndefined: daysMoved === null,
    says: revision.reason,
    ...ground(owner),
    project: null,
    baselineRevision: revision.revision,
  };
}

/** The receipt of a correction: the percent before and after it, and the posts behind that day. */
export function toCorrectionSlip(
  owner: FigureOwner,
  { dataDate, fromBp, toBp }: { dataDate: string; fromBp: number; toBp: number },
): NumberSlip {
  return {
    label: m.invest_corrected({ from: formatPercent(fromBp), to: formatPercent(toBp) }),
    value: formatPercent(toBp, 2),
    symbol: 'EV %',
    formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ',
    inputs: [{ symbol: 'EV₀', value: formatPercent(fromBp, 2) }],
    ...ground(owner),
    asOf: dataDate,
    dataDate,
  };
}

/** The receipt of what was earned in the month of a report. */
export function toMonthSlip(owner: FigureOwner, earnedBp: number | null): NumberSlip {
  const { percentBp } = owner.figures;
  const before = percentBp === null || earnedBp === null ? null : percentBp - earnedBp;
  return {
    label: m.invest_report_month_earned(),
    value: m.invest_points({ points: formatChange(earnedBp) }),
    symbol: 'ΔEV',
    formula: 'EV₁ − EV₀',
    inputs: [
      { symbol: 'EV₁', value: formatPercent(percentBp, 2) },
      { symbol: 'EV₀', value: formatPercent(before, 2) },
    ],
    isUndefined: earnedBp === null,
    ...ground(owner),
  };
}

/** The receipt of the share of the budget that is spent. */
export function toSpentSlip(owner: FigureOwner, shareBp: number | null): NumberSlip {
  const { actualCostMinor, budgetMinor } = owner.figures;
  return {
    label: m.invest_actual_cost(),
    value: formatPercent(shareBp, 2),
    formula: 'AC ÷ BAC',
    inputs: [
      { symbol: 'AC', value: formatExactMoney(actualCostMinor) },
      { symbol: 'BAC', value: formatExactMoney(budgetMinor) },
    ],
    isUndefined: shareBp === null,
    ...ground(owner),
  };
}

/** The receipt of what was spent in a period: every entry and correction of it, with its source. */
export function toCostSlip(entries: readonly CostEntryView[], basis: string): NumberSlip {
  const [first] = entries;
  const sum = entries.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const said = entries.map(({ amountMinor, source, note }) =>
    [formatExactMoney(amountMinor), source, note].filter((part) => part !== null).join(' · '),
  );
  return {
    label: `${first ? formatDate(first.period) : dash}: ${basis}`,
    value: formatMoney(sum),
    exact: formatExactMoney(sum),
    says: said.join('; '),
    project: null,
    asOf: null,
    dataDate: first?.period ?? null,
    baselineRevision: null,
    provenance: first?.provenance ?? null,
  };
}
