import {
  controlPaths,
  errorStatus,
  problemSchema,
  recorderCameraViewSchema,
  Refusal,
  type RecorderCameraChange,
  type RecorderCameraConfig,
  type RecorderCameraView,
  timeLapseListSchema,
  type TimeLapseList,
  type TimeLapseSettings,
} from '@sitecast/contract';

export interface ControlClient {
  putCamera(id: string, config: RecorderCameraConfig): Promise<RecorderCameraView>;
  changeCamera(id: string, change: RecorderCameraChange): Promise<RecorderCameraView>;
  removeCamera(id: string): Promise<void>;
  acceptView(id: string): Promise<RecorderCameraView>;
  tellTimeLapse(camera: string, settings: TimeLapseSettings): Promise<TimeLapseList>;
  askTimeLapse(camera: string, period: string): Promise<TimeLapseList>;
}

const timeoutMs = 10_000;

/** The recorder's control door, from the server. Refusals of the recorder pass through; all else is `recorder.unreachable`. */
export function createControlClient(recorderUrl: string, token: string): ControlClient {
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(new URL(path, recorderUrl), {
        method,
        redirect: 'error',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch {
      throw new Refusal('recorder.unreachable');
    }
    if (response.ok) return response;
    throw toRefusal(await response.json().catch(() => null));
  };
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

function toRefusal(body: unknown): Refusal {
  const parsed = problemSchema.safeParse(body);
  // What the recorder says of our own token or of a fault of its own is no answer to the person who asked.
  if (!parsed.success || errorStatus[parsed.data.code] >= 500 || parsed.data.code === 'session.required') {
    return new Refusal('recorder.unreachable');
  }
  const { code, detail, fields } = parsed.data;
  return new Refusal(code, { ...(detail !== undefined && { detail }), ...(fields && { fields }) });
}
