import { error } from '@sveltejs/kit';
import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

const themes = ['light', 'dark'] as const;

/** What a channel publishes: the cameras it names, in its order. `?theme=` light or dark, else as the device has it. */
export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const channel = await reader.channel(event.params.channel);
  const view = channel === null ? null : await reader.project(channel.project);
  if (channel === null || view === null) error(404, 'request.not-found');
  const theme = event.url.searchParams.get('theme');
  return {
    channel: event.params.channel,
    cameras: channel.cameras,
    view,
    theme: themes.find((each) => each === theme) ?? null,
  };
};
