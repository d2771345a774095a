import type { Tx } from '../platform/store.ts';

const day = '2026-11-01T04:00:00.000Z';
const proposer = JSON.stringify({ id: 'demo', name: 'Sample project manager', role: 'project-manager' });
const reviewer = JSON.stringify({ id: 'demo-review', name: 'Sample owner', role: 'owner' });

/** Sample masks of the demo's cameras: drawn scenes hold nobody, so three need none; that of the mast waits for review. */
const masks: readonly { camera: string; polygons: [number, number][][]; isReviewed: boolean; note: string }[] = [
  ...['k-park-gate', 'k-park-plaza', 'k-park-east'].map((camera) => ({
    camera,
    polygons: [],
    isReviewed: true,
    note: 'Sample: a drawn scene, nothing to mask.',
  })),
  {
    camera: 'k-park-mast',
    polygons: [
      [
        [0, 0.34],
        [0.3, 0.3],
        [0.34, 0.42],
        [0, 0.5],
      ],
      [
        [0.78, 0.3],
        [1, 0.32],
        [1, 0.46],
        [0.8, 0.42],
      ],
    ],
    isReviewed: false,
    note: 'Sample: the ground of the neighbours on both sides.',
  },
];

/** The masks come before their cameras: the simulator adds those as any site would. */
export async function seedCameraMasks(tx: Tx): Promise<void> {
  for (const { camera, polygons, isReviewed, note } of masks) {
    await tx
      .insertInto('camera_mask')
      .values({
        seq: null,
        camera,
        version: 1,
        polygons: JSON.stringify(polygons),
        state: isReviewed ? 'approved' : 'proposed',
        note,
        proposed_by: proposer,
        proposed_at: day,
        decided_by: isReviewed ? reviewer : null,
        decided_at: isReviewed ? day : null,
        decided_note: null,
        alone: 0,
        earlier: isReviewed ? 1 : 0,
      })
      .execute();
  }
}
