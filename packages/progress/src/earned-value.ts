/** Earned value at one data date, in one unit of money or points. */
export interface EarnedValueInput {
  /** Planned value at the data date, the status day included whole. */
  pv: number;
  ev: number;
  ac: number;
  /** Budget at completion. */
  bac: number;
}

/** null: undefined, shown as a dash; never 0, 1 or infinity. */
export interface EarnedValue {
  sv: number;
  cv: number;
  spi: number | null;
  cpi: number | null;
  /** BAC ÷ CPI: costs go on as they were. */
  eacTypical: number | null;
  /** AC + BAC − EV: the rest goes as planned. */
  eacAtypical: number;
  /** AC + (BAC − EV) ÷ (CPI · SPI). */
  eacCombined: number | null;
  etc: number | null;
  vac: number | null;
  /** (BAC − EV) ÷ (BAC − AC). */
  tcpi: number | null;
}

/** All indices at full precision; rounding is for display alone. */
export function computeEarnedValue({ pv, ev, ac, bac }: EarnedValueInput): EarnedValue {
  const spi = divide(ev, pv);
  const cpi = divide(ev, ac);
  // BAC·AC/EV instead of BAC/(EV/AC): one division fewer, and a CPI is never rounded on the way.
  const eacTypical = cpi === null ? null : divide(bac * ac, ev);
  const eacCombined = estimateCombined({ ev, ac, bac, cpi, spi });
  return {
    sv: ev - pv,
    cv: ev - ac,
    spi,
    cpi,
    eacTypical,
    eacAtypical: ac + (bac - ev),
    eacCombined,
    etc: eacTypical === null ? null : eacTypical - ac,
    vac: eacTypical === null ? null : bac - eacTypical,
    tcpi: computeTcpi({ bac, ev, ac, target: bac }),
  };
}

/** EAC from a CPI that is already known. null where CPI is 0 or undefined. */
export function estimateTypical(bac: number, cpi: number | null): number | null {
  return cpi === null ? null : divide(bac, cpi);
}

/** EAC with both indices at work. null where either is 0 or undefined. */
export function estimateCombined(input: {
  ev: number;
  ac: number;
  bac: number;
  cpi: number | null;
  spi: number | null;
}): number | null {
  if (input.cpi === null || input.spi === null) return null;
  const rest = divide(input.bac - input.ev, input.cpi * input.spi);
  return rest === null ? null : input.ac + rest;
}

/** What the rest must earn per unit of money to end at `target` (the budget, or an EAC). null where none is left. */
export function computeTcpi(input: { bac: number; ev: number; ac: number; target: number }): number | null {
  return divide(input.bac - input.ev, input.target - input.ac);
}

function divide(a: number, b: number): number | null {
  return b > 0 ? a / b : null;
}
