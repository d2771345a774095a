import type { CameraView } from '@sitecast/contract';
import type { Product } from './product.ts';
import { until } from './until.ts';

/** Waits until every camera of a project that is not held is live and has a picture; answers them. */
export async function waitForCameras(product: Product, project: string): Promise<CameraView[]> {
  return until(
    `the cameras of ${project}`,
    async () => {
      const cameras: CameraView[] = (await product.visit(`/api/projects/${project}`)).body.cameras;
      const shown = cameras.filter((camera) => camera.health.state !== 'held');
      if (shown.length === 0 || shown.some((camera) => camera.health.state !== 'live')) return null;
      const paths = shown.flatMap(({ stillUrl, playlistUrl }) => [stillUrl, playlistUrl]);
      const answers = await Promise.all(paths.map((path) => product.visit(path ?? '/missing')));
      return answers.every((answer) => answer.status === 200) && shown;
    },
    60_000,
  );
}
