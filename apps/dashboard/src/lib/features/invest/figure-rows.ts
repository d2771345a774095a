import type { InvestorFigures } from '@sitecast/contract';
import {
  dash,
  formatExactMoney,
  formatIndex,
  formatMoney,
  formatMoneyChange,
  formatNumber,
  formatPercent,
  m,
} from '#lib/i18n/index.ts';

/** One figure of the sheet with all that its receipt says. */
export interface FigureRow {
  key: string;
  label: string;
  /** As the formulas call it; the same in every language. */
  symbol: string;
  value: string;
  isUndefined: boolean;
  /** An amount to the tiyn, where the value is a short one. */
  exact: string | null;
  formula: string;
  inputs: { symbol: string; value: string }[];
  /** A pace or a cost below 1, a budget overrun: said in red beside its sign. */
  isBad: boolean;
}

const months = (value: number | null): string =>
  value === null ? dash : m.invest_months({ value: formatNumber(value, 1) });
const index3 = (value: number | null): string => (value === null ? dash : formatNumber(value, 3));

/** The schedule's figures, which everyone with access to the sheet may see. */
export function toScheduleRows(figures: InvestorFigures): FigureRow[] {
  const percent = { symbol: 'EV %', value: formatPercent(figures.percentBp, 2) };
  const planned = { symbol: 'PV %', value: formatPercent(figures.plannedBp, 2) };
  const es = { symbol: 'ES', value: index3(figures.earnedScheduleMonths) };
  const at = { symbol: 'AT', value: index3(figures.actualTimeMonths) };
  const pd = { symbol: 'PD', value: index3(figures.plannedDurationMonths) };
  const spiT = { symbol: 'SPI(t)', value: index3(figures.spiT) };
  return [
    row('spi', m.invest_schedule_index(), 'SPI', formatIndex(figures.spi), 'EV % ÷ PV %', [percent, planned], {
      isBad: isBelowOne(figures.spi),
    }),
    row('spiT', m.invest_pace(), 'SPI(t)', formatIndex(figures.spiT), 'ES ÷ AT', [es, at], {
      isBad: isBelowOne(figures.spiT),
    }),
    row(
      'es',
      m.invest_earned_schedule(),
      'ES',
      months(figures.earnedScheduleMonths),
      'C + (EV − PV₍C₎) ÷ (PV₍C+1₎ − PV₍C₎)',
      [percent],
    ),
    row('at', m.invest_actual_time(), 'AT', months(figures.actualTimeMonths), 'AT', []),
    row('svT', m.invest_variance_time(), 'SV(t)', months(figures.scheduleVarianceMonths), 'ES − AT', [es, at], {
      isBad: (figures.scheduleVarianceMonths ?? 0) < 0,
    }),
    row('pd', m.invest_planned_duration(), 'PD', months(figures.plannedDurationMonths), 'PD', []),
    row(
      'fd',
      m.invest_forecast_duration(),
      'PD′',
      months(figures.forecastDurationMonths),
      'AT + (PD − ES) ÷ SPI(t)',
      [at, pd, es, spiT],
      {},
    ),
  ];
}

/** The money's figures; empty where money is not shared. */
export function toMoneyRows(figures: InvestorFigures): FigureRow[] {
  if (!figures.costsShared) return [];
  const amount = (symbol: string, minor: number | null) => ({ symbol, value: formatExactMoney(minor) });
  const bac = amount('BAC', figures.budgetMinor);
  const pv = amount('PV', figures.plannedValueMinor);
  const ev = amount('EV', figures.earnedValueMinor);
  const ac = amount('AC', figures.actualCostMinor);
  const eac = amount('EAC', figures.estimateAtCompletionMinor);
  const cpi = { symbol: 'CPI', value: index3(figures.cpi) };
  const spi = { symbol: 'SPI', value: index3(figures.spi) };
  const percent = { symbol: 'EV %', value: formatPercent(figures.percentBp, 2) };
  const planned = { symbol: 'PV %', value: formatPercent(figures.plannedBp, 2) };
  const money = (
    key: string,
    label: string,
    symbol: string,
    minor: number | null,
    formula: string,
    inputs: FigureRow['inputs'],
    signed = false,
  ) =>
    row(key, label, symbol, signed ? formatMoneyChange(minor) : formatMoney(minor), formula, inputs, {
      exact: minor === null ? null : formatExactMoney(minor),
      isBad: signed && (minor ?? 0) < 0,
    });
  return [
    money('bac', m.invest_budget(), 'BAC', figures.budgetMinor, 'BAC', []),
    money('pv', m.invest_planned_value(), 'PV', figures.plannedValueMinor, 'BAC × PV %', [bac, planned]),
    money('ev', m.invest_earned(), 'EV', figures.earnedValueMinor, 'BAC × EV %', [bac, percent]),
    money('ac', m.invest_actual_cost(), 'AC', figures.actualCostMinor, 'Σ AC', []),
    money('paid', m.invest_paid(), 'Σ', figures.paidMinor, 'Σ', []),
    money('sv', m.invest_schedule_variance(), 'SV', figures.scheduleVarianceMinor, 'EV − PV', [ev, pv], true),
    money('cv', m.invest_cost_variance(), 'CV', figures.costVarianceMinor, 'EV − AC', [ev, ac], true),
    row('cpi', m.invest_cost_index(), 'CPI', formatIndex(figures.cpi), 'EV ÷ AC', [ev, ac], {
      isBad: isBelowOne(figures.cpi),
    }),
    money('eac', m.invest_eac_typical(), 'EAC', figures.estimateAtCompletionMinor, 'BAC ÷ CPI', [bac, cpi]),
    money('eac2', m.invest_eac_atypical(), 'EAC₂', figures.estimateAtypicalMinor, 'AC + BAC − EV', [ac, bac, ev]),
    money('eac3', m.invest_eac_combined(), 'EAC₃', figures.estimateCombinedMinor, 'AC + (BAC − EV) ÷ (CPI · SPI)', [
      ac,
      bac,
      ev,
      cpi,
      spi,
    ]),
    money('etc', m.invest_to_complete(), 'ETC', figures.estimateToCompleteMinor, 'EAC − AC', [eac, ac]),
    money('vac', m.invest_variance_end(), 'VAC', figures.varianceAtCompletionMinor, 'BAC − EAC', [bac, eac], true),
    row('tcpi', m.invest_tcpi(), 'TCPI', formatIndex(figures.tcpi), '(BAC − EV) ÷ (BAC − AC)', [bac, ev, ac], {}),
    row(
      'tcpi2',
      m.invest_tcpi_estimate(),
      'TCPI₂',
      formatIndex(figures.tcpiToEstimate),
      '(BAC − EV) ÷ (EAC − AC)',
      [bac, ev, eac, ac],
      {},
    ),
  ];
}

function row(
  key: string,
  label: string,
  symbol: string,
  value: string,
  formula: string,
  inputs: FigureRow['inputs'],
  more: Partial<Pick<FigureRow, 'exact' | 'isBad'>> = {},
): FigureRow {
  return {
    key,
    label,
    symbol,
    value,
    isUndefined: value === dash,
    formula,
    inputs,
    exact: null,
    isBad: false,
    ...more,
  };
}

/** As it is shown: 0.996 reads 1.00 and is not called bad. */
function isBelowOne(value: number | null): boolean {
  return value !== null && value < 0.995;
}
