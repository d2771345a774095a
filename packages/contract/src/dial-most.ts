/** The most of a live picture that somebody may have, most data first: all of it, smaller video, a picture a second, stills. */
export const mostSteps = ['full', '720p', '360p', 'steps', 'stills'] as const;
export type MostStep = (typeof mostSteps)[number];

/** Whose share of the data is set apart: pages for everyone, embeds, investors, paired screens. */
export const dialAudiences = ['public', 'embed', 'investor', 'display'] as const;
export type DialAudience = (typeof dialAudiences)[number];
/** How much of a live picture each audience may have, by day and by night of the site's clock. */
export interface DialHours {
  zone: string;
  /** `22:00`; a night may go over midnight. */
  nightFrom: string;
  nightTo: string;
}

export type DialLimits = DialHours & Record<DialAudience, { day: MostStep; night: MostStep }>;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The most an audience may have at an instant; where nothing was limited, all of it. */
export function findMostStep(limits: DialLimits | null | undefined, audience: DialAudience, atMs: number): MostStep {
  if (!limits) return 'full';
  const rule = limits[audience];
  return isNight(limits, atMs) ? rule.night : rule.day;
}

function isNight({ zone, nightFrom, nightTo }: DialHours, atMs: number): boolean {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
    clocks.set(zone, clock);
  }
  const now = clock.format(atMs);
  const isBehind = now >= nightFrom;
  const isBefore = now < nightTo;
  return nightFrom <= nightTo ? isBehind && isBefore : isBehind || isBefore;
}
