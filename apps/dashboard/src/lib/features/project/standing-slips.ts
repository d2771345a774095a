import type { CurvePoint, PhaseView, ProjectView } from '@sitecast/contract';
import {
  dash,
  formatChange,
  formatDate,
  formatIndex,
  formatNumber,
  formatPercent,
  m,
  toPlainText,
} from '#lib/i18n/index.ts';
import type { NumberSlip } from '../receipts/slip.ts';

const ground = ({ summary, progress }: ProjectView, asOf: string | null) => ({
  project: summary.code,
  asOf,
  dataDate: progress.dataDate,
  baselineRevision: progress.baselineRevision,
  provenance: progress.provenance,
});
const index3 = (value: number | null): string => (value === null ? dash : formatNumber(value, 3));
const day = (date: string | null) => ({ value: date === null ? dash : formatDate(date), isUndefined: date === null });

/**
 * The receipts of the numbers that stand beside the percent, by what they are called on the page. `asOf`: the past data
 * date they are of.
 */
export function toStandingSlips(project: ProjectView, asOf: string | null = null) {
  const { progress } = project;
  const { dataDate, percentBp, momentum30Bp } = progress;
  const before = percentBp === null || momentum30Bp === null ? null : percentBp - momentum30Bp;
  const es = { symbol: 'ES', value: index3(progress.earnedScheduleMonths) };
  const at = { symbol: 'AT', value: index3(progress.actualTimeMonths) };
  const spiT = { symbol: 'SPI(t)', value: index3(progress.spiT) };
  const common = ground(project, asOf);
  return {
    planned: (): NumberSlip => ({
      label: m.ui_planned(),
      value: formatPercent(progress.plannedBp, 2),
      symbol: 'PV %',
      formula: 'PV(t) ÷ BAC',
      inputs: [{ symbol: 't', value: dataDate === null ? dash : formatDate(dataDate) }],
      ...common,
    }),
    momentum: (): NumberSlip => ({
      label: m.public_momentum(),
      value: m.public_points({ points: formatChange(momentum30Bp) }),
      symbol: 'ΔEV',
      formula: 'EV₀ − EV₋₃₀',
      inputs: [
        { symbol: 'EV₀', value: formatPercent(percentBp, 2) },
        { symbol: 'EV₋₃₀', value: formatPercent(before, 2) },
      ],
      isUndefined: momentum30Bp === null,
      ...common,
    }),
    forecast: (): NumberSlip => ({
      label: m.public_finish_forecast(),
      ...day(progress.forecastFinish),
      symbol: 'T',
      formula: 'AT + (PD − ES) ÷ SPI(t)',
      inputs: [at, es, spiT],
      ...common,
    }),
    finish: (): NumberSlip => ({
      label: m.public_finish_planned(),
      ...day(progress.plannedFinish),
      symbol: 'T',
      formula: 'PV(T) = BAC',
      ...common,
    }),
    pace: (): NumberSlip => ({
      label: m.public_spi_t(),
      value: formatIndex(progress.spiT),
      symbol: 'SPI(t)',
      formula: 'ES ÷ AT',
      inputs: [es, at],
      isUndefined: progress.spiT === null,
      ...common,
    }),
    phase: (phase: PhaseView): NumberSlip => ({
      label: phase.title ? toPlainText(phase.title) : m.public_phase_none(),
      value: formatPercent(phase.percentBp, 2),
      symbol: 'EV %',
      formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ',
      inputs: [{ symbol: 'PV %', value: formatPercent(phase.plannedBp, 2) }],
      ...common,
    }),
    point: (point: CurvePoint): NumberSlip => {
      const isPosted = point.earnedBp !== null;
      const expected = { symbol: m.ui_forecast(), value: formatPercent(point.forecastBp, 2) };
      return {
        label: formatDate(point.date),
        value: formatPercent(point.earnedBp ?? point.forecastBp ?? point.plannedBp, 2),
        inputs: [
          { symbol: 'PV %', value: formatPercent(point.plannedBp, 2) },
          ...(isPosted || point.forecastBp === null ? [] : [expected]),
        ],
        ...common,
        ...(isPosted && { asOf: point.date, dataDate: point.date, symbol: 'EV %', formula: 'Σ(wᵢ × pᵢ) ÷ Σwᵢ' }),
      };
    },
  };
}
export type StandingSlips = ReturnType<typeof toStandingSlips>;
