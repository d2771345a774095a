import {
  controlPaths,
  recorderCameraViewSchema,
  Refusal,
  type RecorderCameraChange,
  type RecorderCameraConfig,
  type RecorderCameraView,
  timeLapseListSchema,
  type TimeLapseList,
  type TimeLapseSettings,
} from '@sitecast/contract';
import { createControlRequest } from './control-request.ts';

export interface ControlClient {
  putCamera(id: string, config: RecorderCameraConfig): Promise<RecorderCameraView>;
  changeCamera(id: string, change: RecorderCameraChange): Promise<RecorderCameraView>;
  removeCamera(id: string): Promise<void>;
  acceptView(id: string): Promise<RecorderCameraView>;
  tellTimeLapse(camera: string, settings: TimeLapseSettings): Promise<TimeLapseList>;
  askTimeLapse(camera: string, period: string): Promise<TimeLapseList>;
}

/** The recorder's control door, from the server. Refusals of the recorder pass through; all else is `recorder.unreachable`. */
export function createControlClient(recorderUrl: string, token: string): ControlClient {
  const send = createControlRequest(recorderUrl, token);
  const readTimeLapses = async (response: Response): Promise<TimeLapseList> =>
    timeLapseListSchema.parse(await response.json());
  const readView = async (response: Response): Promise<RecorderCameraView> => {
    const parsed = recorderCameraViewSchema.safeParse(await response.json().catch(() => null));
    if (!parsed.success)
      throw new Refusal('recorder.unreachable', { detail: 'the recorder answered in another tongue' });
    return parsed.data;
  };
  return {
    putCamera: async (id, config) => readView(await send('PUT', controlPaths.camera(id), config)),
    changeCamera: async (id, change) => readView(await send('PATCH', controlPaths.camera(id), change)),
    tellTimeLapse: async (camera, settings) =>
      readTimeLapses(await send('PUT', controlPaths.timeLapse(camera), settings)),
    askTimeLapse: async (camera, period) =>
      readTimeLapses(await send('POST', controlPaths.timeLapsePeriod(camera, period))),
    acceptView: async (id) => readView(await send('POST', controlPaths.acceptView(id))),
    removeCamera: async (id) => {
      try {
        await send('DELETE', controlPaths.camera(id));
      } catch (error) {
        // Gone already is what was wanted.
        if (!(error instanceof Refusal && error.code === 'camera.not-found')) throw error;
      }
    },
  };
}
