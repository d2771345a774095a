import { createDraft, sendDraft, type Draft, type PostResult } from '#lib/api/index.ts';

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
  readonly #name: string;
  readonly #onAnswer: (answer: PostResult<T>) => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(name: string, onAnswer: (answer: PostResult<T>) => void) {
    this.#name = `${storageKey}:${name}`;
    this.#onAnswer = onAnswer;
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
    if (!answer.ok && answer.kind === 'unsent') {
      this.kept = draft;
      this.#timer = setTimeout(() => void this.sendAgain(), retryMs);
    } else {
      this.kept = null;
      localStorage.removeItem(this.#name);
    }
    this.#onAnswer(answer);
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
