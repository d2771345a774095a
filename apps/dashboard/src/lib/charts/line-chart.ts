import { Chart, LineController, LineElement, LinearScale, PointElement, type ChartDataset } from 'chart.js';
import type { CurvePlace, CurveShape } from './curve-shape.ts';

// The door to Chart.js, with the four parts of it that a line needs.
Chart.register(LineController, LineElement, LinearScale, PointElement);

/** Resolved colours, read from what the page shows: a canvas knows no custom properties. */
export interface LineColours {
  planned: string;
  actual: string;
  forecast: string;
  gap: string;
}

export interface LineChart {
  draw(shape: CurveShape, colours: LineColours): void;
  /** The instant under a place of the canvas, epoch ms; null beside the axis. */
  readInstantAt(offsetX: number): number | null;
  close(): void;
}

export interface LineChartOptions {
  canvas: HTMLCanvasElement;
  /** 0 under reduced motion. */
  durationMs: number;
}

/** Lines in exactly the box of the canvas: axes, labels and marks are the page's own text. */
export function createLineChart({ canvas, durationMs }: LineChartOptions): LineChart {
  const chart = new Chart<'line', { x: number; y: number }[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      parsing: false,
      events: [],
      layout: { padding: 0, autoPadding: false },
      scales: { x: { type: 'linear', display: false }, y: { type: 'linear', display: false, min: 0, max: 10_000 } },
    },
  });
  let isDrawn = false;

  return {
    draw(shape, colours) {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
      const thin = rem / 10;
      const line = (key: string, places: readonly CurvePlace[], colour: string, width: number, dash: number[] = []) =>
        toDataset(key, places, colour, width, dash);
      chart.data.datasets = [
        line('planned', shape.planned, colours.planned, thin),
        ...shape.gaps.map((gap, index) => line(`gap-${index}`, gap, colours.gap, thin, [thin, thin * 3])),
        line('forecast', shape.forecast, colours.forecast, thin * 1.25, [thin * 4, thin * 3]),
        ...shape.actual.map((run, index) => line(`actual-${index}`, run, colours.actual, thin * 1.9)),
      ];
      const { x } = chart.options.scales ?? {};
      if (x) Object.assign(x, { min: shape.fromMs, max: shape.toMs });
      // The first drawing lies exactly on the server's; only a later change is worth a movement.
      chart.options.animation = isDrawn && durationMs > 0 ? { duration: durationMs } : false;
      chart.update();
      isDrawn = true;
    },
    readInstantAt(offsetX) {
      const value = chart.scales['x']?.getValueForPixel(offsetX);
      return value === undefined || !Number.isFinite(value) ? null : value;
    },
    close: () => chart.destroy(),
  };
}

function toDataset(
  label: string,
  places: readonly CurvePlace[],
  colour: string,
  width: number,
  dash: number[],
): ChartDataset<'line', { x: number; y: number }[]> {
  const isAlone = places.length === 1;
  return {
    label,
    data: places.map((place) => ({ x: place.atMs, y: place.bp })),
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    borderDash: dash,
    borderJoinStyle: 'round',
    borderCapStyle: 'butt',
    pointRadius: isAlone ? width : 0,
    pointHitRadius: 0,
    clip: false,
  };
}
