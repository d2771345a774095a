import type { Generated } from 'kysely';

/** Columns called name, description, theme, title, text, dates and provenance hold JSON of the contract's values. */
export interface ProgrammeTable {
  code: string;
  name: string;
  description: string;
  zone: string;
  provenance: string;
}
export interface DistrictTable {
  code: string;
  programme: string;
  position: number;
  name: string;
  theme: string;
  provenance: string;
}
export interface ProjectTable {
  code: string;
  programme: string;
  district: string | null;
  district_disputed: number;
  position: number;
  name: string;
  description: string;
  category: string;
  funding: string;
  status: string;
  /** The zone its days are days of. */
  zone: string;
  area_m2: number | null;
  /** What it weighs in its district and programme; whole agreed parts. */
  roll_up_weight: number;
  /** What the weights of its own items are: cost, hours or agreed parts. */
  weight_basis: string;
  provenance: string;
  /** Of what is said of it; its numbers have versions of their own. */
  version: Generated<number>;
  funding_provenance: Generated<string | null>;
  /** JSON of ProjectDate[]. */
  dates: Generated<string>;
  /** Degrees, for its daylight; null: nobody said. */
  latitude: Generated<number | null>;
  longitude: Generated<number | null>;
}
export interface PartyTable {
  project: string;
  position: number;
  name: string;
  role: string;
  certainty: string;
  provenance: string;
  since: Generated<string | null>;
  until: Generated<string | null>;
}
/** What was said of a project before and after each change; never changed itself. */
export interface ProjectChangeTable {
  project: string;
  version: number;
  changed_by: string;
  changed_at: string;
  note: string;
  fields: string;
  before: string;
  after: string;
}
export interface FactTable {
  project: string;
  position: number;
  text: string;
  provenance: string;
}
export interface TargetTable {
  programme: string;
  metric: string;
  position: number;
  title: string;
  unit: string;
}
/** Position 0 is the value shown; the others stand beside it, disputed. */
export interface TargetValueTable {
  programme: string;
  metric: string;
  position: number;
  qualifier: string;
  value: number;
  horizon: string;
  provenance: string;
}
export interface ProgrammeMilestoneTable {
  programme: string;
  position: number;
  title: string;
  date: string;
  done: number;
  provenance: string;
}

/** A place where a project is published; the origins are sources of a `frame-ancestors` directive. */
export interface ChannelTable {
  code: string;
  project: string;
  allowed_origins: string;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    programme: ProgrammeTable;
    district: DistrictTable;
    project: ProjectTable;
    party: PartyTable;
    project_change: ProjectChangeTable;
    fact: FactTable;
    target: TargetTable;
    target_value: TargetValueTable;
    programme_milestone: ProgrammeMilestoneTable;
    channel: ChannelTable;
  }
}
