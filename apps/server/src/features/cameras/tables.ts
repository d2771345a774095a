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
  /** 1: smaller renditions are made while somebody watches them. */
  ladder: number;
  /** JSON DialLimits; null: everybody may have all of its live picture. */
  dial: string | null;
  position: number;
  provenance: string;
  version: number;
  created_at: string;
  removed_at: string | null;
  /** The mask in force, JSON polygons; both null where none was reviewed: then nothing of it is public. */
  mask_version: number | null;
  mask: string | null;
  /** The version that waits for review. */
  mask_proposed: number | null;
  /** JSON PublicSpan[]: when what was recorded may be public. */
  spans: string;
  /** The closed curtain that hides it. */
  curtain: string | null;
  curtain_scope: string | null;
  curtain_at: string | null;
  /** JSON WorkingHours: when it is meant to be on; null: always. */
  schedule: string | null;
  maintenance_at: string | null;
  maintenance_until: string | null;
  maintenance_note: string | null;
  /** JSON TaughtPreset: the one it stands at; null: not known. */
  preset: string | null;
  /** JSON TaughtPreset: the one it was last told to go to, until it stands there. */
  turning_to: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    camera: CameraTable;
  }
}
