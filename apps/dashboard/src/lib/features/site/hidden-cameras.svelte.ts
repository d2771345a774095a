import { untrack } from 'svelte';
import type { ProjectView } from '@sitecast/contract';
import { invalidateAll } from '$app/navigation';
import type { Feed } from '#lib/live/feed.svelte.ts';
import { afterLoad } from './after-load.ts';

export interface HiddenCameras {
  /** Whether nothing of this camera may stay on the page, moving, still or tiny. */
  has(camera: string): boolean;
}

const againMs = 5_000;

/**
 * Follows which cameras of a project are hidden: a page of recorded pictures has no player that would see the curtain fall
 * (PRIV4). What is hidden goes at once; what stands on the page instead is asked of the server. Called while a component
 * is made; before the first answer the page is what it was rendered with.
 */
export function followHiddenCameras(code: () => string): HiddenCameras {
  let feed = $state.raw<Feed<ProjectView> | null>(null);
  const shown = $derived(
    feed && feed.view.cameras.flatMap(({ id, health }) => (health.state === 'held' ? [] : [id])).join(' '),
  );
  let known: string | null = null;

  const begin = async (topic: { topic: 'project'; code: string }, signal: AbortSignal): Promise<void> => {
    const [{ createFeed }, { readSnapshot }] = await Promise.all([
      import('#lib/live/feed.svelte.ts'),
      import('#lib/live/read-snapshot.ts'),
    ]);
    while (!signal.aborted) {
      const view = await readSnapshot<ProjectView>(topic).catch(() => null);
      if (signal.aborted) return;
      if (view) {
        const following = createFeed(view, topic);
        signal.addEventListener('abort', () => following.stop());
        following.start();
        feed = following;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  };

  $effect(() => {
    const topic = { topic: 'project', code: code() } as const;
    const stopping = new AbortController();
    const takeBack = untrack(() => afterLoad(() => void begin(topic, stopping.signal).catch(() => {})));
    return () => {
      takeBack();
      stopping.abort();
      feed = null;
      known = null;
    };
  });
  $effect(() => {
    const next = shown;
    if (known !== null && next !== null && next !== known) void invalidateAll();
    known = next;
  });

  return { has: (camera) => shown !== null && !shown.split(' ').includes(camera) };
}
