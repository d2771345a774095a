/** A version of a camera's mask: redrawn never, decided once. */
export interface CameraMaskTable {
  seq: number | null;
  camera: string;
  version: number;
  /** JSON Polygon[]. */
  polygons: string;
  state: 'proposed' | 'approved' | 'rejected' | 'superseded';
  note: string | null;
  /** JSON Actor. */
  proposed_by: string;
  proposed_at: string;
  decided_by: string | null;
  decided_at: string | null;
  decided_note: string | null;
  alone: number;
  earlier: number;
}

/** The version of a camera's mask that was approved for what it shows at one of its presets. */
export interface CameraPresetMaskTable {
  camera: string;
  preset: string;
  /** Its coordinates then: a preset that was taught anew shows something else. */
  position: string;
  version: number;
}

/** A curtain that was closed and, perhaps, lifted. */
export interface CurtainTable {
  seq: number | null;
  id: string;
  scope: 'programme' | 'project' | 'camera';
  code: string;
  /** null: the whole programme. */
  project: string | null;
  /** JSON string[]: the cameras it hid when it fell. */
  cameras: string;
  hidden_from: string;
  closed_by: string;
  closed_at: string;
  reason: string;
  lifted_by: string | null;
  lifted_at: string | null;
  lift_reason: string | null;
  alone: number;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    camera_mask: CameraMaskTable;
    camera_preset_mask: CameraPresetMaskTable;
    curtain: CurtainTable;
  }
}
