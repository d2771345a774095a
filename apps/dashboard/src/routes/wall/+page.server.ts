import { openReader } from '#lib/api/reader.server.ts';
import type { PageServerLoad } from './$types';

/** `?project=` names what the screen shows, `&camera=` holds it to one camera, `&cameras=all` shows them side by side. Without a project the page asks. */
export const load: PageServerLoad = async (event) => {
  const reader = openReader(event);
  const code = event.url.searchParams.get('project');
  const view = code === null ? null : await reader.project(code);
  const projects = view === null ? (await reader.programme()).projects : [];
  return {
    code,
    camera: event.url.searchParams.get('camera'),
    isSplit: event.url.searchParams.get('cameras') === 'all',
    view,
    choices: projects
      .filter((project) => project.cameras > 0)
      .map(({ code, name, cameras }) => ({ code, name, cameras })),
  };
};
