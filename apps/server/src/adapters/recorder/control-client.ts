import {
  controlPaths,
  presetListSchema,
  recorderCameraViewSchema,
  Refusal,
  type RecorderCameraChange,
  type RecorderCameraConfig,
  type RecorderCameraView,
  recorderRestreamSchema,
  timeLapseListSchema,
  type PresetList,
  type RecorderRestream,
  type RestreamChange,
  type RestreamConfig,
  type TimeLapseList,
  type TimeLapseSettings,
} from '@sitecast/contract';
import { z } from 'zod';
import { createControlRequest } from './control-request.ts';

export interface ControlClient {
  putCamera(id: string, config: RecorderCameraConfig): Promise<RecorderCameraView>;
  changeCamera(id: string, change: RecorderCameraChange): Promise<RecorderCameraView>;
  removeCamera(id: string): Promise<void>;
  acceptView(id: string): Promise<RecorderCameraView>;
  readPresets(id: string): Promise<PresetList>;
  goToPreset(id: string, preset: string): Promise<RecorderCameraView>;
  listRestreams(): Promise<RecorderRestream[]>;
  putRestream(id: string, config: RestreamConfig): Promise<RecorderRestream>;
  changeRestream(id: string, change: RestreamChange): Promise<RecorderRestream>;
  removeRestream(id: string): Promise<void>;
  tellTimeLapse(camera: string, settings: TimeLapseSettings): Promise<TimeLapseList>;
  askTimeLapse(camera: string, period: string): Promise<TimeLapseList>;
}

/** The recorder's control door, from the server. Refusals of the recorder pass through; all else is `recorder.unreachable`. */
export function createControlClient(recorderUrl: string, token: string): ControlClient {
  const send = createControlRequest(recorderUrl, token);
  const readRestream = async (response: Response): Promise<RecorderRestream> =>
    recorderRestreamSchema.parse(await response.json());
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
    listRestreams: async () =>
      z
        .object({ restreams: z.array(recorderRestreamSchema) })
        .parse(await (await send('GET', controlPaths.restreams)).json()).restreams,
    putRestream: async (id, config) => readRestream(await send('PUT', controlPaths.restream(id), config)),
    changeRestream: async (id, change) => readRestream(await send('PATCH', controlPaths.restream(id), change)),
    removeRestream: async (id) => {
      try {
        await send('DELETE', controlPaths.restream(id));
      } catch (error) {
        // Gone already is what was wanted.
        if (!(error instanceof Refusal && error.code === 'restream.not-found')) throw error;
      }
    },
    tellTimeLapse: async (camera, settings) =>
      readTimeLapses(await send('PUT', controlPaths.timeLapse(camera), settings)),
    askTimeLapse: async (camera, period) =>
      readTimeLapses(await send('POST', controlPaths.timeLapsePeriod(camera, period))),
    readPresets: async (id) => presetListSchema.parse(await (await send('GET', controlPaths.presets(id))).json()),
    goToPreset: async (id, preset) => readView(await send('POST', controlPaths.presets(id), { preset })),
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
