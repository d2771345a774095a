/** The q-quantile (0–1) of samples, nearest rank; NaN without samples. */
export function quantile(samples: readonly number[], q: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** One measured figure beside what was asked of it. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  asked: string;
  met: boolean;
  yardstick?: string;
}

/** A figure as one line of the table that `pnpm bench` prints. */
export function printFigure(figure: Figure): void {
  const value = Number.isFinite(figure.value) ? figure.value.toPrecision(3) : 'not measured';
  const mark = figure.met ? 'met   ' : 'missed';
  console.log(
    `${mark}  ${figure.name}: ${value} ${figure.unit}  (asked ${figure.asked}${figure.yardstick ? `; ${figure.yardstick}` : ''})`,
  );
}
