import { formatNumber } from '#lib/i18n/numbers.ts';
import { m } from '#lib/i18n/messages.ts';
import { secondsOffer } from './seconds-offer.svelte.ts';
import { isRendition, type DialChoice, type DialReason, type DialStep, type RenditionStep } from './dial.ts';

const choices: Record<Exclude<DialChoice, RenditionStep>, () => string> = {
  auto: m.dial_auto,
  full: m.dial_full,
  steps: m.dial_seconds,
  stills: m.dial_stills,
  off: m.dial_off,
};
const reasons: Record<DialReason, () => string> = {
  chosen: m.dial_reason_chosen,
  'line-good': m.dial_reason_line_good,
  'line-slow': m.dial_reason_line_slow,
  saver: m.dial_reason_saver,
  night: m.dial_reason_night,
  'budget-near': m.dial_reason_budget_near,
  'budget-spent': m.dial_reason_budget_spent,
  left: m.dial_reason_left,
};

export const toChoiceText = (choice: DialChoice): string =>
  isRendition(choice) ? m.dial_smaller({ size: choice }) : choices[choice]();
export const toReasonText = (reason: DialReason): string => reasons[reason]();

/** Megabytes as people read them: below ten with one decimal. */
export function formatMegabytes(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return formatNumber(megabytes, megabytes < 10 ? 1 : 0);
}

/** What is shown and what it costs: `Video, about 940 MB an hour`. */
export function toStepText(step: DialStep, hourlyBytes: number | null): string {
  // What is really shown is said, not what was wished for.
  const word = step === 'steps' && !secondsOffer.isGiven ? m.dial_steps() : toChoiceText(step);
  if (step === 'off' || hourlyBytes === null) return word;
  return m.dial_cost({ word, megabytes: formatMegabytes(hourlyBytes) });
}
