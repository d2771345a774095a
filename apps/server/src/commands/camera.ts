import { setTimeout as pause } from 'node:timers/promises';
import { cameraManageViewSchema, type CameraManageView, type CameraState } from '@sitecast/contract';
import { z } from 'zod';
import { readSourceText, toSource } from './read-source.ts';
import type { ServerClient } from './server-client.ts';
import { UsageFault } from './usage-fault.ts';

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Say = (line: string) => void;
/** What a new camera has to show itself in. */
const patienceMs = 15_000;
const askEveryMs = 300;
/** A picture comes, but not one to be content with. */
const shown: readonly CameraState[] = ['dark', 'obscured', 'frozen'];
const listSchema = z.object({ items: z.array(cameraManageViewSchema) });

/** `camera list`: a line per camera. Throws UsageFault without `--project`. */
export async function listCameras(client: ServerClient, values: Values, say: Say): Promise<void> {
  const project = needText(values, 'project');
  const { items } = listSchema.parse(await client.ask('GET', `/api/projects/${encodeURIComponent(project)}/cameras`));
  if (items.length === 0) say('no cameras');
  for (const camera of items) {
    const { id, name, health, source, fault } = camera;
    const from = source ? `${source.kind}${source.host === null ? '' : ` ${source.host}`}` : 'source unknown';
    say(
      [id, name.en ?? '', `${health.state} since ${health.since}`, toAudience(camera), from, fault ?? '']
        .join('\t')
        .trimEnd(),
    );
  }
}

function toAudience({ published, heldReason, mask }: CameraManageView): string {
  if (heldReason !== null) return 'held';
  if (!published) return 'not public';
  return mask.version === null ? 'mask to be reviewed' : 'public';
}

/** `camera add`: asks for the source, which stands in no argument. A key that the server makes is said once. */
export async function addCamera(client: ServerClient, values: Values, say: Say): Promise<void> {
  const project = needText(values, 'project');
  const id = needText(values, 'id');
  const name = needText(values, 'name');
  const text = await readSourceText(readText(values, 'source-file'));
  const { source, newKey } = toSource(text, {
    kind: readText(values, 'kind'),
    port: readText(values, 'port'),
    transport: readText(values, 'transport'),
  });
  const direction = readText(values, 'direction');
  const retentionDays = readText(values, 'retention-days');
  const added = cameraManageViewSchema.parse(
    await client.ask('POST', `/api/projects/${encodeURIComponent(project)}/cameras`, {
      id,
      name: { en: name },
      ...(direction !== undefined && { direction: { en: direction } }),
      ...(retentionDays !== undefined && { retentionDays: Number(retentionDays) }),
      source,
      published: values['published'] === true,
    }),
  );
  say(`added ${added.id}, ${added.published ? 'to be public' : 'not public'}`);
  if (added.published && added.mask.version === null)
    say(`the public sees it when its mask was reviewed: /manage/${project}/privacy`);
  if (added.source?.ingestUrl != null) say(`the camera sends to ${added.source.ingestUrl}`);
  if (newKey !== null) say(`its key, shown this once: ${newKey}`);
  // One that pushes comes when somebody set it up.
  if (added.source?.ingestUrl == null) say(await awaitPicture(client, project, id));
}

/** What became of it within the time a person waits: a picture, or the word for why there is none. */
async function awaitPicture(client: ServerClient, project: string, id: string): Promise<string> {
  const beganMs = performance.now();
  for (;;) {
    const { items } = listSchema.parse(await client.ask('GET', `/api/projects/${encodeURIComponent(project)}/cameras`));
    const camera = items.find((one) => one.id === id);
    const passedMs = performance.now() - beganMs;
    const passed = `after ${(passedMs / 1_000).toFixed(1)} s`;
    if (camera?.health.state === 'live' && camera.playlistUrl !== null) return `it is live ${passed}`;
    if (camera && shown.includes(camera.health.state) && camera.playlistUrl !== null)
      return `there is a picture ${passed}, and it is ${camera.health.state}`;
    if (camera?.fault != null) return `no picture: ${camera.fault}; it is tried again until there is one`;
    if (passedMs > patienceMs) return `no picture ${passed}; it is tried on`;
    await pause(askEveryMs);
  }
}

/** `camera remove`. */
export async function removeCamera(client: ServerClient, values: Values, say: Say): Promise<void> {
  const id = needText(values, 'id');
  await client.ask('DELETE', `/api/cameras/${encodeURIComponent(id)}`);
  say(`removed ${id}; its footage stays until its retention ends`);
}

function readText(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function needText(values: Values, name: string): string {
  const value = readText(values, name);
  if (value === undefined || value === '') throw new UsageFault(`--${name} is missing`);
  return value;
}
