/** What the server says of a destination. Its address and key are the recorder's alone. */
export interface RestreamTable {
  id: string;
  project: string;
  camera: string;
  name: string;
  host: string;
  enabled: number;
  version: number;
  created_at: string;
  removed_at: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    restream: RestreamTable;
  }
}
