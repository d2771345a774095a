import type { InvestorFigures, PortfolioView, Provenance, SheetPhase } from '@sitecast/contract';
import {
  dash,
  formatChange,
  formatDate,
  formatIndex,
  formatExactMoney,
  formatFuzzyDate,
  formatMoney,
  formatNumber,
  formatPercent,
  m,
} from '#lib/i18n/index.ts';
import type { NumberSlip } from '../receipts/slip.ts';
import { toMoneyRows, toScheduleRows, type FigureRow } from './figure-rows.ts';

/** Whose numbers they are. */
export interface FigureOwner {
  readonly code: string;
  readonly figures: InvestorFigures;
}

/** What every receipt of an owner's number stands on. */
export const ground = ({ code, figures }: FigureOwner) => ({
  project: code,
  asOf: figures.asOf,
  dataDate: figures.dataDate,
  baselineRevision: figures.baselineRevision,
  provenance: figures.provenance,
});

/** The receipt of one row of the sheet. */
export function toRowSlip(owner: FigureOwner, row: FigureRow): NumberSlip {
  const { label, value, symbol, formula, inputs, exact, isUndefined, isBad } = row;
  return { label, value, symbol, formula, inputs, exact, isUndefined, isBad, ...ground(owner) };
}

/** The receipt of a figure by its key (`spiT`, `ac`, `eac` …), wherever it is shown. */
export function toKeySlip(owner: FigureOwner, key: string): NumberSlip {
  const row = [...toScheduleRows(owner.figures), ...toMoneyRows(owner.figures)].find((one) => one.key === key);
  if (!row) throw new Error(`there is no figure ${key}`);
  return toRowSlip(owner, row);
}

export function toPercentSlip(owner: FigureOwner): NumberSlip {
  const value = formatPercent(owner.figures.percentBp, 2);
  return { label: m.invest_done(), value, symbol: 'EV %', formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ', ...ground(owner) };
}

export function toPlannedSlip(owner: FigureOwner): NumberSlip {
  const { plannedBp, dataDate } = owner.figures;
  const value = formatPercent(plannedBp, 2);
  const inputs = [{ symbol: 't', value: dataDate === null ? dash : formatDate(dataDate) }];
  return { label: m.invest_planned(), value, symbol: 'PV %', formula: 'PV(t) ÷ BAC', inputs, ...ground(owner) };
}

export function toGapSlip(owner: FigureOwner): NumberSlip {
  const { percentBp, plannedBp } = owner.figures;
  const gapBp = percentBp === null || plannedBp === null ? null : percentBp - plannedBp;
  return {
    label: m.invest_gap(),
    value: m.invest_points({ points: formatChange(gapBp) }),
    symbol: 'SV %',
    formula: 'EV − PV',
    inputs: [
      { symbol: 'EV', value: formatPercent(percentBp, 2) },
      { symbol: 'PV', value: formatPercent(plannedBp, 2) },
    ],
    isBad: gapBp !== null && gapBp < 0,
    isUndefined: gapBp === null,
    ...ground(owner),
  };
}

export function toMomentumSlip(owner: FigureOwner): NumberSlip {
  const { percentBp, momentum30Bp } = owner.figures;
  const before = percentBp === null || momentum30Bp === null ? null : percentBp - momentum30Bp;
  return {
    label: m.invest_momentum(),
    value: m.invest_points({ points: formatChange(momentum30Bp) }),
    symbol: 'ΔEV',
    formula: 'EV₀ − EV₋₃₀',
    inputs: [
      { symbol: 'EV₀', value: formatPercent(percentBp, 2) },
      { symbol: 'EV₋₃₀', value: formatPercent(before, 2) },
    ],
    isUndefined: momentum30Bp === null,
    ...ground(owner),
  };
}

export type FinishKey = 'planned' | 'by-plan' | 'by-pace' | 'by-cost' | 'by-manager' | 'band';

const months = (value: number | null): string => (value === null ? dash : formatNumber(value, 3));

/** The receipt of a finish day: what the rest is expected to go at. */
export function toFinishSlip(owner: FigureOwner, key: FinishKey, label: string): NumberSlip {
  const { figures } = owner;
  const at = { symbol: 'AT', value: months(figures.actualTimeMonths) };
  const pd = { symbol: 'PD', value: months(figures.plannedDurationMonths) };
  const es = { symbol: 'ES', value: months(figures.earnedScheduleMonths) };
  const spiT = { symbol: 'SPI(t)', value: figures.spiT === null ? dash : formatNumber(figures.spiT, 3) };
  const cpi = { symbol: 'CPI', value: figures.cpi === null ? dash : formatNumber(figures.cpi, 3) };
  const day = (date: string | null) => ({ value: date === null ? dash : formatDate(date), isUndefined: date === null });
  const common = { label, symbol: 'T', ...ground(owner) };
  switch (key) {
    case 'planned':
      return { ...common, ...day(figures.plannedFinish), formula: 'PV(T) = BAC' };
    case 'by-plan':
      return { ...common, ...day(figures.finishAsPlanned), formula: 'AT + (PD − ES) ÷ 1', inputs: [at, pd, es] };
    case 'by-pace':
      return {
        ...common,
        ...day(figures.finishBySpiT),
        formula: 'AT + (PD − ES) ÷ SPI(t)',
        inputs: [at, pd, es, spiT],
      };
    case 'by-cost': {
      const formula = 'AT + (PD − ES) ÷ (SPI(t) · CPI)';
      return { ...common, ...day(figures.finishBySpiTCpi), formula, inputs: [at, pd, es, spiT, cpi] };
    }
    case 'by-manager': {
      const says = m.receipts_by_manager();
      const value = figures.finishByManager === null ? dash : formatFuzzyDate(figures.finishByManager);
      return { ...common, value, says, isUndefined: figures.finishByManager === null };
    }
    case 'band': {
      const band = figures.finishBand;
      if (band === null) return { ...common, value: dash, says: m.invest_band_none(), isUndefined: true };
      const value = `${formatDate(band.p10)} – ${formatDate(band.p90)}`;
      const method = m.invest_band_method({ runs: formatNumber(band.runs, 0), count: band.drawnFrom });
      return { ...common, value, symbol: 'P₁₀–P₉₀', says: `${m.receipts_simulated()}. ${method}` };
    }
  }
}

/** The receipt of an item's own percent. */
export function toItemSlip(
  owner: FigureOwner,
  item: { code: string; title: string; percentBp: number | null; provenance: Provenance },
): NumberSlip {
  const value = formatPercent(item.percentBp, 2);
  return { label: item.title, value, ...ground(owner), item: item.code, provenance: item.provenance };
}

/** The receipt of a phase: the same roll-up as the project's, over what lies in the phase. */
export function toPhaseSlip(owner: FigureOwner, phase: SheetPhase, label: string): NumberSlip {
  return {
    label,
    value: formatPercent(phase.percentBp, 2),
    symbol: 'EV %',
    formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ',
    inputs: [
      { symbol: 'Σwᵢ', value: formatNumber(phase.weight, 0) },
      { symbol: 'PV %', value: formatPercent(phase.plannedBp, 2) },
      { symbol: 'SPI', value: phase.spi === null ? dash : formatIndex(phase.spi) },
    ],
    ...ground(owner),
  };
}

/** The receipt of a phase's SPI: what was earned in it over what was planned by then. */
export function toPhasePaceSlip(owner: FigureOwner, phase: SheetPhase, label: string): NumberSlip {
  const isUndefined = phase.spi === null;
  return {
    label: `${label}: SPI`,
    value: phase.spi === null ? dash : formatIndex(phase.spi),
    symbol: 'SPI',
    formula: 'EV ÷ PV',
    inputs: [
      { symbol: 'EV', value: formatPercent(phase.percentBp, 2) },
      { symbol: 'PV', value: formatPercent(phase.plannedBp, 2) },
    ],
    isUndefined,
    ...ground(owner),
  };
}

/** The receipt of a weight: it is agreed with the baseline, not computed. */
export function toWeightSlip(owner: FigureOwner, label: string, weight: number): NumberSlip {
  const value = formatNumber(weight, 0);
  return { label: `${label}: ${m.invest_weight()}`, value, symbol: 'wᵢ', ...ground(owner), project: null };
}

/** The receipt of a day of the curve. What is after the data date rests on the newest posts. */
export function toPointSlip(
  owner: FigureOwner,
  point: { date: string; plannedBp: number | null; earnedBp: number | null; forecastBp: number | null },
): NumberSlip {
  const isPosted = point.earnedBp !== null;
  const inputs = [
    { symbol: 'PV %', value: formatPercent(point.plannedBp, 2) },
    ...(isPosted ? [{ symbol: 'EV %', value: formatPercent(point.earnedBp, 2) }] : []),
    ...(!isPosted && point.forecastBp !== null
      ? [{ symbol: m.ui_forecast(), value: formatPercent(point.forecastBp, 2) }]
      : []),
  ];
  return {
    label: formatDate(point.date),
    value: formatPercent(point.earnedBp ?? point.forecastBp ?? point.plannedBp, 2),
    inputs,
    ...ground(owner),
    ...(isPosted && { asOf: point.date, dataDate: point.date, formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ', symbol: 'EV %' }),
  };
}

export type SumKey =
  | 'percentBp'
  | 'plannedBp'
  | 'budgetMinor'
  | 'earnedValueMinor'
  | 'actualCostMinor'
  | 'cpi'
  | 'estimateAtCompletionMinor';

/** The receipt of a sum of projects: each of them with what it brings in. */
export function toSumSlip(
  portfolio: PortfolioView,
  sum: PortfolioView['programme'],
  key: SumKey,
  district: string | null = null,
): NumberSlip {
  const rows = portfolio.rows.filter(
    (row) =>
      row.status !== 'cancelled' && row.figures.percentBp !== null && (district === null || row.district === district),
  );
  const isPercent = key === 'percentBp' || key === 'plannedBp';
  const write = (value: number | null): string =>
    isPercent ? formatPercent(value, 2) : key === 'cpi' ? formatIndex(value) : formatMoney(value);
  const labels: Record<SumKey, () => string> = {
    percentBp: m.invest_done,
    plannedBp: m.invest_planned,
    budgetMinor: m.invest_budget,
    earnedValueMinor: m.invest_earned,
    actualCostMinor: m.invest_actual_cost,
    cpi: m.invest_cost_index,
    estimateAtCompletionMinor: m.invest_cost_forecast,
  };
  const isSample = rows.some((row) => row.figures.provenance.kind === 'sample');
  return {
    label: labels[key](),
    value: write(sum[key]),
    ...(key === 'cpi'
      ? {
          symbol: 'CPI',
          formula: 'EV ÷ AC',
          inputs: [
            { symbol: 'EV', value: formatExactMoney(sum.earnedValueMinor) },
            { symbol: 'AC', value: formatExactMoney(sum.actualCostMinor) },
          ],
        }
      : isPercent
        ? { formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ', says: m.receipts_sum() }
        : { formula: 'Σ', says: m.receipts_sum_money(), exact: formatExactMoney(sum[key]) }),
    parts: rows.map((row) => ({
      name: row.name,
      value: write(row.figures[key]),
      note: row.figures.dataDate === null ? '' : m.ui_data_date({ date: formatDate(row.figures.dataDate) }),
    })),
    isUndefined: sum[key] === null,
    project: null,
    asOf: portfolio.asOf,
    dataDate: sum.dataDate,
    baselineRevision: null,
    provenance: isSample ? { kind: 'sample', source: null } : null,
  };
}
