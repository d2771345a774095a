import type { TimeLapse, TimeLapseList } from '@sitecast/contract';
import { createDraft, sendDraft } from '#lib/api/index.ts';

const pollMs = 2_000;

/** The films of one camera, as the recorder tells them; looked at again while one is being made. */
export interface FilmList {
  /** null: not read yet. */
  readonly ready: TimeLapse[] | null;
  /** How far the asked one is, 0 to 1; null: none is asked for. */
  readonly progress: number | null;
  readonly asked: string | null;
  readonly problem: 'unreachable' | 'nothing' | null;
  /** Has a period made, and settles when it is there or cannot be. */
  ask(period: string): Promise<void>;
  stop(): void;
}

export function createFilmList(camera: string): FilmList {
  const stopping = new AbortController();
  let ready = $state.raw<TimeLapse[] | null>(null);
  let progress = $state<number | null>(null);
  let asked = $state<string | null>(null);
  let problem = $state<FilmList['problem']>(null);

  const read = async (): Promise<TimeLapseList | null> => {
    try {
      const answer = await fetch(`/media/${camera}/time-lapse.json`, { signal: stopping.signal, cache: 'no-store' });
      // A camera that is not shown has no films.
      if (answer.status === 404) return { ready: [], making: null, waiting: [] };
      if (!answer.ok) return null;
      const list = (await answer.json()) as TimeLapseList;
      ready = list.ready;
      return list;
    } catch {
      return null;
    }
  };

  const follow = async (period: string): Promise<void> => {
    while (!stopping.signal.aborted) {
      const list = await read();
      if (list) {
        if (list.ready.some((film) => film.period === period)) return;
        const isMaking = list.making?.period === period;
        if (!isMaking && !list.waiting.includes(period)) {
          problem = 'nothing';
          return;
        }
        progress = isMaking ? (list.making?.progress ?? 0) : 0;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  };

  void read().then((list) => {
    if (!list && !stopping.signal.aborted) problem = 'unreachable';
    ready ??= [];
  });

  return {
    get ready() {
      return ready;
    },
    get progress() {
      return progress;
    },
    get asked() {
      return asked;
    },
    get problem() {
      return problem;
    },
    async ask(period) {
      if (asked !== null) return;
      asked = period;
      progress = 0;
      problem = null;
      const result = await sendDraft<TimeLapseList>(createDraft(`/api/cameras/${camera}/time-lapses/${period}`));
      if (result.ok) await follow(period);
      else problem = result.kind === 'refused' ? 'nothing' : 'unreachable';
      progress = null;
      asked = null;
    },
    stop: () => stopping.abort(),
  };
}
