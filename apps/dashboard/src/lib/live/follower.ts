import type { LogEvent, ProgrammeView, ProjectView } from '@sitecast/contract';
import { applyEvent, withSeq } from './apply-event.ts';
import type { Link, Topic } from './link.ts';
import { toStep } from './sequence.ts';
import type { ServerClock } from './server-clock.ts';

export interface FollowerOptions<View extends ProjectView | ProgrammeView> {
  /** What the page was rendered with. */
  view: View;
  topic: Topic;
  link: Link;
  clock: ServerClock;
  /** The same view by REST, for lines that let no WebSocket through. */
  readSnapshot: () => Promise<View>;
  /** A page that nobody sees asks nothing. */
  isVisible: () => boolean;
  nowMs: () => number;
  random: () => number;
  /** `atMs`: when the newest event in it happened, by the server's clock; null where a snapshot does not say. */
  onView: (view: View, atMs: number | null) => void;
  /** Whether what the page shows is known to be current. */
  onCurrent: (isCurrent: boolean) => void;
}

/** Keeps one topic's view current: the line first, REST while there is none. */
export interface Follower {
  start(): void;
  close(): void;
  /** Called when the page was away: hidden, asleep, off line. */
  resync(): void;
  /** The newest seq that is on the page. */
  readSeq(): number;
}

/** Without a line for this long the page asks by REST. */
const patienceMs = 6_000;
const pollEveryMs = 5_000;
/** An answer by REST may lie in the edge's cache for this long; the clock must not fall behind by it. */
const cachedForMs = 2_000;

export function createFollower<View extends ProjectView | ProgrammeView>(options: FollowerOptions<View>): Follower {
  const { topic, link, clock, random, nowMs } = options;
  let view = options.view;
  let isOpen = false;
  let leave = (): void => undefined;
  let asking = false;
  let askAgain = false;
  let held: LogEvent[] = [];
  let retry: ReturnType<typeof setTimeout> | null = null;
  let poll: ReturnType<typeof setTimeout> | null = null;

  const replace = (next: View, newest: LogEvent | undefined): void => {
    if (next === view) return;
    view = next;
    options.onView(view, newest ? Date.parse(newest.at) : null);
  };

  /** Applies events in order; a gap asks again and drops the rest, which the answer brings (SEQ2). */
  const take = (events: readonly LogEvent[]): void => {
    let next = view;
    let newest: LogEvent | undefined;
    for (const event of events) {
      const step = toStep(next.seq, event);
      if (step === 'gap') {
        replace(next, newest);
        void ask();
        return;
      }
      if (step !== 'apply') continue;
      next = applyEvent(next, event);
      newest = event;
    }
    replace(next, newest);
  };

  const onEvents = (events: LogEvent[]): void => {
    if (asking) held.push(...events);
    else if (link.isShared()) void ask();
    else take(events);
  };

  /** SEQ3, SEQ5: what came since, or a snapshot, which replaces what is there. Never two questions at once. */
  const ask = async (): Promise<void> => {
    if (!isOpen || !link.isUp()) return;
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    const askedAtMs = nowMs();
    try {
      const answer = await link.watch({ ...topic, since: view.seq });
      if (!isOpen) return;
      if (!answer.ok) throw new Error(answer.error.code);
      clock.learn(askedAtMs, Date.parse(answer.serverNow));
      if (answer.kind === 'snapshot') replace(answer.snapshot as View, undefined);
      else {
        const next = answer.events.reduce(applyNew, view);
        replace(withSeq(next, Math.max(view.seq, answer.seq)), answer.events.at(-1));
      }
      stopPolling();
      options.onCurrent(true);
    } catch {
      if (isOpen) complain();
    } finally {
      asking = false;
    }
    const waiting = held;
    held = [];
    if (askAgain) {
      askAgain = false;
      void ask();
    } else if (waiting.length > 0) onEvents(waiting);
  };

  /** The line is there but gives no answer: REST meanwhile, and the question once more later. */
  const complain = (): void => {
    options.onCurrent(false);
    if (poll === null) pollAfter(patienceMs);
    retry ??= setTimeout(
      () => {
        retry = null;
        void ask();
      },
      2_000 + random() * 4_000,
    );
  };

  const stopPolling = (): void => {
    if (poll) clearTimeout(poll);
    poll = null;
  };
  const pollAfter = (ms: number): void => {
    stopPolling();
    poll = setTimeout(() => void readOnce(), ms);
  };
  const readOnce = async (): Promise<void> => {
    if (!options.isVisible()) return pollAfter(pollEveryMs);
    const askedAtMs = nowMs();
    try {
      const snapshot = await options.readSnapshot();
      if (!isOpen || poll === null) return;
      // A cache on the way may answer with the past; its clock is as old as its numbers.
      if (snapshot.seq >= view.seq) {
        clock.learn(askedAtMs, Date.parse(snapshot.serverNow) + cachedForMs);
        replace(snapshot, undefined);
        options.onCurrent(true);
      }
    } catch {
      if (isOpen) options.onCurrent(false);
    }
    if (isOpen && poll !== null) pollAfter(pollEveryMs + random() * 2_000);
  };

  return {
    start() {
      if (isOpen) return;
      isOpen = true;
      leave = link.join(topic, {
        onUp: () => void ask(),
        onDown: () => {
          held = [];
          options.onCurrent(false);
          pollAfter(patienceMs);
        },
        onEvents,
      });
      if (!asking) pollAfter(patienceMs);
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      if (retry) clearTimeout(retry);
      retry = null;
      stopPolling();
      leave();
      options.onCurrent(false);
    },
    resync() {
      link.hurry();
      void ask();
      if (poll !== null) pollAfter(random() * 1_000);
    },
    readSeq: () => view.seq,
  };
}

function applyNew<View extends ProjectView | ProgrammeView>(view: View, event: LogEvent): View {
  return event.seq > view.seq ? applyEvent(view, event) : view;
}
