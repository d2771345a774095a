export interface EarnedSchedule {
  /** Periods of the plan that the work done is worth. */
  es: number;
  /** ES − AT, in periods. SV% is never turned into time: it says 66 days where this says one month. */
  sv: number;
  spi: number | null;
}

/**
 * The period in which the plan first reaches its full value. Where the plan stays flat at its end, this is where
 * the earned schedule must stop.
 */
export function findPlannedDuration(plan: readonly number[], bac: number): number {
  const index = plan.findIndex((value) => value >= bac);
  return index === -1 ? plan.length - 1 : index;
}

/**
 * Earned schedule: C + (EV − PV_C) ÷ (PV_C+1 − PV_C), `plan[0]` being period 0. Nothing earned is 0, all earned is
 * the planned duration, whatever flat stretches the plan has at its ends.
 */
export function computeEarnedSchedule(plan: readonly number[], ev: number, bac: number): number {
  if (ev <= 0) return 0;
  const duration = findPlannedDuration(plan, bac);
  if (ev >= bac) return duration;
  let whole = 0;
  for (let period = 1; period <= duration; period += 1) if ((plan[period] ?? bac) <= ev) whole = period;
  const from = plan[whole] ?? 0;
  const to = plan[whole + 1] ?? bac;
  return to > from ? Math.min(duration, whole + (ev - from) / (to - from)) : whole;
}

/** ES against the time that really passed (`at`, in periods). SPI(t) is undefined while no time has passed. */
export function compareSchedule(es: number, at: number): EarnedSchedule {
  return { es, sv: es - at, spi: at > 0 ? es / at : null };
}

/** AT + (PD − ES) ÷ PF, in periods. null where the factor is 0 or undefined: a job at rest has no end in sight. */
export function forecastDuration(input: { at: number; es: number; pd: number; factor: number | null }): number | null {
  if (input.factor === null || !(input.factor > 0)) return null;
  return input.at + (input.pd - input.es) / input.factor;
}
