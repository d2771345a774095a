import { z } from 'zod';
import { toStillName } from './recorder.ts';

/**
 * Where a recorder at a site sends what it recorded, each with PUT and the camera's key as bearer (EDGE1). A segment is an
 * init (`ftyp`, `moov`) and its fragments in one body; its name says when it began and how long it is, in ms.
 */
export const uplinkPaths = {
  segment: (camera: string, run: string, startMs: number, durationMs: number) =>
    `/uplink/${camera}/segments/${run}/${startMs}-${durationMs}.mp4`,
  still: (camera: string, instant: string) => `/uplink/${camera}/stills/${toStillName(instant)}.jpg`,
  /** `owedReportSchema`: what is still to come (EDGE6). */
  owed: (camera: string) => `/uplink/${camera}/owed`,
} as const;

const owedMs = z.int().min(0).max(8_640_000_000_000_000);

/** What a recorder at a site has of a camera that the centre has not, told about every ten seconds while that is anything. */
export const owedReportSchema = z.strictObject({
  /** Footage on the site's disk, oldest first; what is not named here and not at the centre is nowhere. */
  footage: z.array(z.strictObject({ fromMs: owedMs, toMs: owedMs })).max(200),
  stills: z.int().min(0),
  lengthBytes: z.int().min(0),
  /** Until all cameras of the site have sent all, as it went lately; null: nobody can say, or it does not get less. */
  remainingMs: owedMs.nullable(),
});
export type OwedReport = z.infer<typeof owedReportSchema>;
