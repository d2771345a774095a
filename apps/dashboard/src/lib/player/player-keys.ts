/** What the keys of the player ask for. */
export interface PlayerRequests {
  toggle(): void;
  toggleFull(): void;
  /** Moves the picture in time, ms; below 0 back. */
  move(byMs: number): void;
  toOldest(): void;
  toLive(): void;
}

const steps: Record<string, number> = { j: -10_000, l: 10_000, ArrowLeft: -5_000, ArrowRight: 5_000 };
const longSteps: Record<string, number> = { ArrowLeft: -60_000, ArrowRight: 60_000 };
/** Keys that a slider answers itself. */
const sliderKeys = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

/** Carries a key out; false where it is none of ours, or the control it was pressed on has its own use for it. */
export function pressKey(event: KeyboardEvent, requests: PlayerRequests): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const { key, target, shiftKey } = event;
  if (key === ' ' && target instanceof HTMLButtonElement) return false;
  if (target instanceof HTMLSelectElement) return false;
  if (target instanceof HTMLInputElement && sliderKeys.includes(key) && !shiftKey) return false;
  const stepMs = (shiftKey ? longSteps[key] : undefined) ?? steps[key];
  if (stepMs !== undefined) requests.move(stepMs);
  else if (key === ' ' || key === 'k') requests.toggle();
  else if (key === 'f') requests.toggleFull();
  else if (key === 'Home') requests.toOldest();
  else if (key === 'End') requests.toLive();
  else return false;
  return true;
}
