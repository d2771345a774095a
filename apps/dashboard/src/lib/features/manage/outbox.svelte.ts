import type { Problem } from '@sitecast/contract';
import { createDraft, sendDraft, type Draft } from '#lib/api/index.ts';
import { toProblemText } from './problem-text.ts';

const storageKey = 'sitecast-outbox';
const retryMs = 10_000;

/**
 * Posts of one form. A post that nobody acknowledged is kept on the device with its key and sent again, so that a bad
 * line at the site neither loses it nor doubles it (IDEM1, IDEM2).
 */
export class Outbox<T> {
  sending = $state(false);
  /** A post that waits for the line. */
  kept = $state<Draft | null>(null);
  /** Why the last post was not taken, in words; null: it was, or there was none. */
  refused = $state<string | null>(null);
  /** What is said of the last post that was taken. */
  done = $state<string | null>(null);
  readonly #name: string;
  readonly #onTaken: (value: T) => string;
  readonly #onRefused: (problem: Problem) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** `onTaken` empties the form and answers what is said of the post. */
  constructor(name: string, onTaken: (value: T) => string, onRefused: (problem: Problem) => void = () => undefined) {
    this.#name = `${storageKey}:${name}`;
    this.#onTaken = onTaken;
    this.#onRefused = onRefused;
  }

  /** Take up what an earlier visit could not send. In the browser only. */
  start(): void {
    const stored = localStorage.getItem(this.#name);
    if (stored) this.kept = parseDraft(stored);
    if (this.kept) void this.sendAgain();
    window.addEventListener('online', this.#onLine);
  }

  stop(): void {
    window.removeEventListener('online', this.#onLine);
    if (this.#timer) clearTimeout(this.#timer);
  }

  post(path: string, body: unknown, method: Draft['method'] = 'POST'): Promise<void> {
    return this.#send(createDraft(path, body, method));
  }

  /** Says why what is in the form cannot be sent as it is. */
  refuse(why: string): void {
    this.done = null;
    this.refused = why;
  }

  async sendAgain(): Promise<void> {
    if (this.kept) await this.#send(this.kept);
  }

  readonly #onLine = (): void => void this.sendAgain();

  async #send(draft: Draft): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    if (this.#timer) clearTimeout(this.#timer);
    // Before it leaves: the device may lose its power while it waits for the answer.
    localStorage.setItem(this.#name, JSON.stringify(draft));
    const answer = await sendDraft<T>(draft);
    this.sending = false;
    this.refused = this.done = null;
    if (!answer.ok && answer.kind === 'unsent') {
      this.kept = draft;
      this.#timer = setTimeout(() => void this.sendAgain(), retryMs);
      return;
    }
    this.kept = null;
    localStorage.removeItem(this.#name);
    if (answer.ok) {
      this.done = this.#onTaken(answer.value);
    } else {
      this.refused = toProblemText(answer.problem);
      this.#onRefused(answer.problem);
    }
  }
}

function parseDraft(stored: string): Draft | null {
  try {
    const draft: Draft = JSON.parse(stored);
    return typeof draft.key === 'string' && typeof draft.path === 'string' ? draft : null;
  } catch {
    return null;
  }
}
