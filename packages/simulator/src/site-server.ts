import { randomUUID } from 'node:crypto';
import { cameraManageViewSchema, progressViewSchema, type CameraSource, type OnvifAddress } from '@sitecast/contract';
import { z } from 'zod';
import type { DemoCamera } from './demo-cameras.ts';
import type { HttpClient } from './http-client.ts';
import { toProgressCurve, type ProgressCurve } from './progress-curve.ts';

const project = 'k-park';
// Only what is needed is read, so that a server that says more is understood.
const progressSchema = progressViewSchema.pick({ percentBp: true, dataDate: true, curve: true });
const managedSchema = cameraManageViewSchema
  .pick({ id: true, version: true, published: true, heldReason: true })
  .extend({
    source: z.object({ ingestUrl: z.string().nullable() }).nullable(),
  });
const managedListSchema = z.object({ items: z.array(managedSchema) });

export type SiteServer = {
  readProgress: () => Promise<ProgressCurve>;
  /** Adds the camera, or gives the one that is there its new source. The address to push to, where it is one that pushes. */
  announce: (camera: DemoCamera, source: CameraSource, onvif?: OnvifAddress) => Promise<string | null>;
};

/** The server as the simulator needs it, by its public REST door. */
export function createSiteServer(client: HttpClient): SiteServer {
  async function find(id: string): Promise<z.infer<typeof managedSchema> | null> {
    const answer = managedListSchema.parse(await client.ask('GET', `/api/projects/${project}/cameras`));
    return answer.items.find((camera) => camera.id === id) ?? null;
  }

  async function announce(camera: DemoCamera, source: CameraSource, onvif?: OnvifAddress): Promise<string | null> {
    const known = await find(camera.id);
    const { id, name, direction, heldReason } = camera;
    const told = known
      ? await client.ask('PATCH', `/api/cameras/${id}`, {
          source,
          ...(onvif && { onvif }),
          expectedVersion: known.version,
        })
      : await client.ask(
          'POST',
          `/api/projects/${project}/cameras`,
          { id, name, direction, source, ...(onvif && { onvif }), published: heldReason === null },
          { 'Idempotency-Key': randomUUID() },
        );
    const kept = managedSchema.parse(told);
    // Published and held in one step: at no moment may the public see it. Also where an earlier start ended in between.
    const isOpen = heldReason !== null && !kept.published && kept.heldReason === null;
    const hold = { published: true, heldReason, expectedVersion: kept.version };
    if (isOpen) await client.ask('PATCH', `/api/cameras/${id}`, hold);
    return kept.source?.ingestUrl ?? null;
  }

  return {
    readProgress: async () =>
      toProgressCurve(progressSchema.parse(await client.ask('GET', `/api/projects/${project}/progress`))),
    announce,
  };
}
