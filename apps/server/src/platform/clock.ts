/** The time of day, injected so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The wire's form of an instant: UTC with milliseconds. */
export function toInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
