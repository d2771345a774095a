/** What one file may hold. A file beyond one of these is refused before it costs memory or time. */
export interface ScheduleLimits {
  bytes: number;
  /** Activities and milestones. */
  tasks: number;
  /** Elements of an XML file, rows of a table. */
  nodes: number;
  /** Elements inside one another. */
  depth: number;
}

export const scheduleLimits: ScheduleLimits = {
  bytes: 64 * 1_024 * 1_024,
  tasks: 200_000,
  nodes: 12_000_000,
  depth: 40,
};
