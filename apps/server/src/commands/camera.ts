import { cameraManageViewSchema } from '@sitecast/contract';
import { z } from 'zod';
import { readSourceText, toSource } from './read-source.ts';
import type { ServerClient } from './server-client.ts';
import { UsageFault } from './usage-fault.ts';

type Values = Readonly<Record<string, string | boolean | undefined>>;
type Say = (line: string) => void;
const listSchema = z.object({ items: z.array(cameraManageViewSchema) });

/** `camera list`: a line per camera. Throws UsageFault without `--project`. */
export async function listCameras(client: ServerClient, values: Values, say: Say): Promise<void> {
  const project = needText(values, 'project');
  const { items } = listSchema.parse(await client.ask('GET', `/api/projects/${encodeURIComponent(project)}/cameras`));
  if (items.length === 0) say('no cameras');
  for (const { id, name, health, published, heldReason, source, fault } of items) {
    const audience = heldReason !== null ? 'held' : published ? 'public' : 'not public';
    const from = source ? `${source.kind}${source.host === null ? '' : ` ${source.host}`}` : 'source unknown';
    say([id, name.en ?? '', `${health.state} since ${health.since}`, audience, from, fault ?? ''].join('\t').trimEnd());
  }
}

/** `camera add`: asks for the source, which stands in no argument. A key that the server makes is said once. */
export async function addCamera(client: ServerClient, values: Values, say: Say): Promise<void> {
  const project = needText(values, 'project');
  const id = needText(values, 'id');
  const name = needText(values, 'name');
  const text = await readSourceText(readText(values, 'source-file'));
  const { source, newKey } = toSource(text, readText(values, 'kind'), readText(values, 'port'));
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
  say(`added ${added.id}: ${added.health.state}, ${added.published ? 'public' : 'not public'}`);
  if (added.source?.ingestUrl != null) say(`the camera sends to ${added.source.ingestUrl}`);
  if (newKey !== null) say(`its key, shown this once: ${newKey}`);
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
