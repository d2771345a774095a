import type { ProgrammeView, ProjectView } from '@sitecast/contract';
import type { createFeed, Feed } from '#lib/live/feed.svelte.ts';
import { afterLoad } from './after-load.ts';
import { queueLate } from './late-queue.ts';

/** A feed that fetches its own code only once the page stands: until then the view is what the page was rendered with. */
export function createLateFeed<View extends ProjectView | ProgrammeView>(
  initial: View,
  topic: Parameters<typeof createFeed>[1],
): Pick<Feed<View>, 'view' | 'changedAtMs' | 'clockOffsetMs' | 'start' | 'stop'> {
  let feed = $state.raw<Feed<View> | null>(null);
  let takeBack: (() => void) | null = null;

  const begin = async (): Promise<void> => {
    const { createFeed } = await import('#lib/live/feed.svelte.ts');
    if (takeBack === null) return;
    takeBack = queueLate(() => {
      feed = createFeed(initial, topic);
      feed.start();
    });
  };

  return {
    get view() {
      return feed?.view ?? initial;
    },
    get changedAtMs() {
      return feed?.changedAtMs ?? null;
    },
    get clockOffsetMs() {
      return feed?.clockOffsetMs ?? null;
    },
    start() {
      // Where its code cannot be fetched the page stays as it was rendered: nothing on it is called live (LIVE2).
      takeBack = afterLoad(() => void begin().catch(() => {}));
    },
    stop() {
      takeBack?.();
      takeBack = null;
      feed?.stop();
    },
  };
}
