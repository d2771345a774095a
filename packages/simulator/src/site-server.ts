import { randomUUID } from 'node:crypto';
import { cameraManageViewSchema, progressViewSchema, type CameraSource } from '@sitecast/contract';
import { z } from 'zod';
import type { DemoCamera } from './demo-cameras.ts';
import type { HttpClient } from './http-client.ts';
import { toProgressCurve, type ProgressCurve } from './progress-curve.ts';

const project = 'k-park';
// Only what is needed is read, so that a server that says more is understood.
const progressSchema = progressViewSchema.pick({ percentBp: true, dataDate: true, curve: true });
const managedSchema = cameraManageViewSchema.pick({ id: true, version: true }).extend({
  source: z.object({ ingestUrl: z.string().nullable() }).nullable(),
});
const managedListSchema = z.object({ items: z.array(managedSchema) });

export type SiteServer = {
  readProgress: () => Promise<ProgressCurve>;
  /** Adds the camera, or gives the one that is there its new source. The address to push to, where it is one that pushes. */
  announce: (camera: DemoCamera, source: CameraSource) => Promise<string | null>;
};

/** The server as the simulator needs it, by its public REST door. */
export function createSiteServer(client: HttpClient): SiteServer {
  async function find(id: string): Promise<z.infer<typeof managedSchema> | null> {
    const answer = managedListSchema.parse(await client.ask('GET', `/api/projects/${project}/cameras`));
    return answer.items.find((camera) => camera.id === id) ?? null;
  }

  async function announce(camera: DemoCamera, source: CameraSource): Promise<string | null> {
    const known = await find(camera.id);
    if (known) {
      const body = { source, expectedVersion: known.version };
      return (
        managedSchema.parse(await client.ask('PATCH', `/api/cameras/${camera.id}`, body)).source?.ingestUrl ?? null
      );
    }
    const { id, name, direction } = camera;
    const isHeld = camera.heldReason !== null;
    const added = managedSchema.parse(
      await client.ask(
        'POST',
        `/api/projects/${project}/cameras`,
        { id, name, direction, source, published: !isHeld },
        { 'Idempotency-Key': randomUUID() },
      ),
    );
    // Published and held in one step: at no moment may the public see it.
    const hold = { published: true, heldReason: camera.heldReason, expectedVersion: added.version };
    if (isHeld) await client.ask('PATCH', `/api/cameras/${id}`, hold);
    return added.source?.ingestUrl ?? null;
  }

  return {
    readProgress: async () =>
      toProgressCurve(progressSchema.parse(await client.ask('GET', `/api/projects/${project}/progress`))),
    announce,
  };
}
