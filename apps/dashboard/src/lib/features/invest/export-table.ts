import type { InvestorFigures, InvestorSheet, PortfolioView, Provenance, SheetPhase } from '@sitecast/contract';
import { m, milestoneStateWords, toPlainText } from '#lib/i18n/index.ts';

/** How a number is written in a file; money is whole tenge with two decimals, percent a share of 1. */
export type CellForm = 'text' | 'date' | 'money' | 'percent' | 'index' | 'whole';

/** null is undefined and stays an empty cell (INV10). */
export interface ExportTable {
  title: string;
  columns: { title: string; form: CellForm }[];
  rows: (string | number | null)[][];
}

const tenge = (minor: number | null): number | null => (minor === null ? null : minor / 100);
const share = (bp: number | null): number | null => (bp === null ? null : bp / 10_000);
const kindOf = (provenance: Provenance): string => (provenance.kind === 'sample' ? m.ui_sample() : m.ui_fact());

interface Column<Row> {
  title: string;
  form: CellForm;
  read: (row: Row) => string | number | null;
}

function toTable<Row>(title: string, columns: Column<Row>[], rows: readonly Row[]): ExportTable {
  return {
    title,
    columns: columns.map(({ title: name, form }) => ({ title: name, form })),
    rows: rows.map((row) => columns.map((column) => column.read(row))),
  };
}

function figureColumns(costs: boolean): Column<InvestorFigures>[] {
  const schedule: Column<InvestorFigures>[] = [
    { title: m.invest_as_of(), form: 'date', read: (one) => one.dataDate },
    { title: m.invest_baseline(), form: 'whole', read: (one) => one.baselineRevision },
    { title: m.invest_done(), form: 'percent', read: (one) => share(one.percentBp) },
    { title: m.invest_planned(), form: 'percent', read: (one) => share(one.plannedBp) },
    { title: m.invest_momentum(), form: 'percent', read: (one) => share(one.momentum30Bp) },
    { title: 'SPI', form: 'index', read: (one) => one.spi },
    { title: 'SPI(t)', form: 'index', read: (one) => one.spiT },
    { title: 'ES', form: 'index', read: (one) => one.earnedScheduleMonths },
    { title: 'AT', form: 'index', read: (one) => one.actualTimeMonths },
    { title: 'SV(t)', form: 'index', read: (one) => one.scheduleVarianceMonths },
    { title: m.invest_finish_planned(), form: 'date', read: (one) => one.plannedFinish },
    { title: m.invest_by_manager(), form: 'date', read: (one) => one.finishByManager?.to ?? null },
    { title: m.invest_by_pace(), form: 'date', read: (one) => one.finishBySpiT },
    { title: 'P10', form: 'date', read: (one) => one.finishBand?.p10 ?? null },
    { title: 'P90', form: 'date', read: (one) => one.finishBand?.p90 ?? null },
  ];
  if (!costs) return schedule;
  return [
    ...schedule,
    { title: 'BAC', form: 'money', read: (one) => tenge(one.budgetMinor) },
    { title: 'PV', form: 'money', read: (one) => tenge(one.plannedValueMinor) },
    { title: 'EV', form: 'money', read: (one) => tenge(one.earnedValueMinor) },
    { title: 'AC', form: 'money', read: (one) => tenge(one.actualCostMinor) },
    { title: m.invest_paid(), form: 'money', read: (one) => tenge(one.paidMinor) },
    { title: 'SV', form: 'money', read: (one) => tenge(one.scheduleVarianceMinor) },
    { title: 'CV', form: 'money', read: (one) => tenge(one.costVarianceMinor) },
    { title: 'CPI', form: 'index', read: (one) => one.cpi },
    { title: 'EAC', form: 'money', read: (one) => tenge(one.estimateAtCompletionMinor) },
    { title: 'EAC 2', form: 'money', read: (one) => tenge(one.estimateAtypicalMinor) },
    { title: 'EAC 3', form: 'money', read: (one) => tenge(one.estimateCombinedMinor) },
    { title: 'ETC', form: 'money', read: (one) => tenge(one.estimateToCompleteMinor) },
    { title: 'VAC', form: 'money', read: (one) => tenge(one.varianceAtCompletionMinor) },
    { title: 'TCPI', form: 'index', read: (one) => one.tcpi },
    { title: m.invest_by_pace_cost(), form: 'date', read: (one) => one.finishBySpiTCpi },
  ];
}

/** One row for each project. */
export function toPortfolioTables(portfolio: PortfolioView): ExportTable[] {
  const figures = figureColumns(portfolio.costsShared).map(({ title, form, read }) => ({
    title,
    form,
    read: (row: PortfolioView['rows'][number]) => read(row.figures),
  }));
  const columns: Column<PortfolioView['rows'][number]>[] = [
    { title: m.invest_project(), form: 'text', read: (row) => toPlainText(row.name) },
    ...figures,
    { title: `${m.ui_fact()} / ${m.ui_sample()}`, form: 'text', read: (row) => kindOf(row.figures.provenance) },
  ];
  return [toTable(m.invest_portfolio(), columns, portfolio.rows)];
}

/** The figures, the milestones, the curve and, where they are shared, the costs. */
export function toSheetTables(sheet: InvestorSheet): ExportTable[] {
  const kind = `${m.ui_fact()} / ${m.ui_sample()}`;
  const figures = toTable(
    m.invest_project(),
    [
      { title: m.invest_project(), form: 'text', read: () => toPlainText(sheet.name) },
      ...figureColumns(sheet.figures.costsShared),
      { title: kind, form: 'text', read: (one: InvestorFigures) => kindOf(one.provenance) },
    ],
    [sheet.figures],
  );
  const items = toTable<InvestorSheet['items'][number]>(
    m.invest_milestones(),
    [
      { title: 'ID', form: 'text', read: (item) => item.code },
      { title: m.invest_milestones(), form: 'text', read: (item) => toPlainText(item.title) },
      { title: m.invest_report_summary(), form: 'text', read: (item) => milestoneStateWords[item.state]() },
      { title: m.plan_phase(), form: 'text', read: (item) => item.phase ?? null },
      { title: m.invest_weight(), form: 'whole', read: (item) => item.weight },
      { title: m.invest_done(), form: 'percent', read: (item) => share(item.percentBp) },
      { title: m.invest_baseline(), form: 'date', read: (item) => item.baseline?.to ?? null },
      { title: m.invest_reached(), form: 'date', read: (item) => item.actual ?? item.forecast?.to ?? null },
      { title: m.invest_late(), form: 'whole', read: (item) => item.slipDays },
      { title: kind, form: 'text', read: (item) => kindOf(item.provenance) },
    ],
    sheet.items,
  );
  const money: Column<SheetPhase>[] = [
    { title: 'PV', form: 'money', read: (phase) => tenge(phase.plannedValueMinor) },
    { title: 'EV', form: 'money', read: (phase) => tenge(phase.earnedValueMinor) },
  ];
  const phases = toTable<SheetPhase>(
    m.plan_phases(),
    [
      { title: 'ID', form: 'text', read: (phase) => phase.code },
      {
        title: m.plan_phase(),
        form: 'text',
        read: (phase) => (phase.title ? toPlainText(phase.title) : m.plan_phase_none()),
      },
      { title: m.plan_phase_parent(), form: 'text', read: (phase) => phase.parent },
      { title: m.invest_weight(), form: 'whole', read: (phase) => phase.weight },
      { title: m.invest_done(), form: 'percent', read: (phase) => share(phase.percentBp) },
      { title: m.invest_planned(), form: 'percent', read: (phase) => share(phase.plannedBp) },
      { title: 'SPI', form: 'index', read: (phase) => phase.spi },
      ...(sheet.figures.costsShared ? money : []),
      { title: kind, form: 'text', read: () => kindOf(sheet.progress.provenance) },
    ],
    sheet.phases ?? [],
  );
  const curve = toTable<InvestorSheet['progress']['curve'][number]>(
    m.invest_curve(),
    [
      { title: m.invest_period(), form: 'date', read: (point) => point.date },
      { title: m.invest_planned(), form: 'percent', read: (point) => share(point.plannedBp) },
      { title: m.invest_done(), form: 'percent', read: (point) => share(point.earnedBp) },
      { title: m.invest_finish(), form: 'percent', read: (point) => share(point.forecastBp) },
      { title: kind, form: 'text', read: () => kindOf(sheet.progress.provenance) },
    ],
    sheet.progress.curve,
  );
  const costs = toTable<InvestorSheet['costs'][number]>(
    m.invest_costs(),
    [
      { title: m.invest_period(), form: 'date', read: (cost) => cost.period },
      { title: 'KZT', form: 'money', read: (cost) => tenge(cost.amountMinor) },
      {
        title: m.invest_accrued(),
        form: 'text',
        read: (cost) => (cost.basis === 'accrued' ? m.invest_accrued() : m.invest_paid()),
      },
      { title: m.invest_source(), form: 'text', read: (cost) => cost.source },
      { title: kind, form: 'text', read: (cost) => kindOf(cost.provenance) },
    ],
    sheet.costs,
  );
  const tables = [figures, ...((sheet.phases ?? []).length > 0 ? [phases] : []), items, curve];
  return sheet.figures.costsShared ? [...tables, costs] : tables;
}
