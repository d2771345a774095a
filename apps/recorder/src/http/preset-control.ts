import type { IncomingMessage } from 'node:http';
import { goToPresetSchema, Refusal, type PresetList, type RecorderCameraView } from '@sitecast/contract';
import type { Camera } from '../cameras/camera.ts';
import { readJson } from './body.ts';

/** Answers where a camera can be moved to, or moves it there. Rejects with Refusal. */
export async function controlPresets(
  request: IncomingMessage,
  camera: Camera,
): Promise<PresetList | RecorderCameraView> {
  switch (request.method) {
    case 'GET':
      return camera.turn.listPresets();
    case 'POST':
      await camera.turn.goTo((await readJson(request, goToPresetSchema)).preset);
      return camera.view;
    default:
      throw new Refusal('request.method');
  }
}
