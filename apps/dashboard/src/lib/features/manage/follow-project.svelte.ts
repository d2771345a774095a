import type { ProjectView } from '@sitecast/contract';
import { onMount } from 'svelte';
import { createFeed } from '#lib/live/index.ts';

/**
 * Calls back whenever something happens in a project, while the page is open. The room of a project says that there is
 * news; what a manager sees of it is read again by the page. Called while a component is made.
 */
export function followProject(project: ProjectView | null, onNews: () => void): void {
  if (!project) return;
  const feed = createFeed(project, { topic: 'project', code: project.summary.code });
  let seen = project.seq;
  $effect(() => {
    const { seq } = feed.view;
    if (seq <= seen) return;
    seen = seq;
    onNews();
  });
  onMount(() => {
    feed.start();
    return () => feed.stop();
  });
}
