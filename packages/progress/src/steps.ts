import type { Measurement, PlanItemView, StepView } from '@sitecast/contract';

/** The steps of an item, or the quantities of weighted units, with what was counted of each. */
export function toSteps(item: { steps: PlanItemView['steps']; measurement: Measurement | null }): StepView[] {
  const { measurement } = item;
  const reached = measurement?.method === 'steps' ? measurement.reached : [];
  const parts = measurement?.method === 'weighted-units' ? measurement.parts : [];
  return item.steps.map(({ code, title, weight, unit, total }) => {
    const counted = parts.find((part) => part.code === code);
    const isQuantity = total !== undefined || counted !== undefined;
    const whole = counted?.total ?? total ?? null;
    return {
      code,
      title,
      weight,
      reached: reached.includes(code) || (counted !== undefined && counted.done >= counted.total),
      ...(isQuantity && { done: counted?.done ?? null, total: whole, unit: unit ?? null }),
    };
  });
}
