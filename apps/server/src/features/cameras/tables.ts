/** What the server says of a camera. Its source is the recorder's alone (CTRL2). */
export interface CameraTable {
  id: string;
  project: string;
  /** JSON LocalText. */
  name: string;
  direction: string | null;
  published: number;
  held_reason: string | null;
  held_at: string | null;
  retention_days: number;
  delay_s: number;
  position: number;
  provenance: string;
  version: number;
  created_at: string;
  removed_at: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    camera: CameraTable;
  }
}
