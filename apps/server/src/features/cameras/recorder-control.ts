import type {
  PresetList,
  RecorderCameraChange,
  RecorderCameraConfig,
  RecorderCameraView,
  RecorderEvent,
} from '@sitecast/contract';

/** What this feature needs of the recorder's control door. Each call throws a Refusal: its own, or `recorder.unreachable`. */
export interface RecorderControl {
  putCamera(id: string, config: RecorderCameraConfig): Promise<RecorderCameraView>;
  changeCamera(id: string, change: RecorderCameraChange): Promise<RecorderCameraView>;
  removeCamera(id: string): Promise<void>;
  acceptView(id: string): Promise<RecorderCameraView>;
  readPresets(id: string): Promise<PresetList>;
  goToPreset(id: string, preset: string): Promise<RecorderCameraView>;
}

/** The recorder's events while the line holds; `lost` when it breaks. It comes back by itself. */
export interface RecorderStream {
  start(listener: (event: RecorderEvent | { type: 'lost' }) => void): void;
  close(): void;
}
