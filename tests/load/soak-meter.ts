import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics.ts';

/** What a program and the disk hold at one moment. */
export interface SoakReading {
  minute: number;
  recorderMb: number;
  recorderHandles: number;
  serverMb: number;
  serverHandles: number;
  /** Processes below the recorder: one ffmpeg for each camera. */
  processes: number;
  /** Footage, which its budget bounds hour by hour, and everything else. */
  footageMb: number;
  otherMb: number;
}

export type SoakColumn = Exclude<keyof SoakReading, 'minute'>;

const megabyte = 1e6;

function readResidentMb(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1_024) / megabyte;
}

const countHandles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

function measureFolder(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    // A file that retention takes meanwhile is none.
    bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.blocks ?? 0;
  }
  return (bytes * 512) / megabyte;
}

export function readSoak(
  minute: number,
  of: { recorder: number; server: number; dataDir: string; processes: number },
): SoakReading {
  const footageMb = measureFolder(join(of.dataDir, 'recorder/media'));
  return {
    minute,
    recorderMb: readResidentMb(of.recorder),
    recorderHandles: countHandles(of.recorder),
    serverMb: readResidentMb(of.server),
    serverHandles: countHandles(of.server),
    processes: of.processes,
    footageMb,
    otherMb: measureFolder(of.dataDir) - footageMb,
  };
}

/** Growth of a column in its unit per hour, by least squares, after the first third, in which everything fills. */
export function toSlope(readings: readonly SoakReading[], column: SoakColumn): number {
  const settled = readings.slice(Math.floor(readings.length / 3));
  const meanX = settled.reduce((sum, one) => sum + one.minute, 0) / settled.length;
  const meanY = settled.reduce((sum, one) => sum + one[column], 0) / settled.length;
  const spread = settled.reduce((sum, one) => sum + (one.minute - meanX) ** 2, 0);
  const together = settled.reduce((sum, one) => sum + (one.minute - meanX) * (one[column] - meanY), 0);
  return spread === 0 ? 0 : (together / spread) * 60;
}

/** The middle value of a third of the run: 0, 1 or 2. */
export function toThird(readings: readonly SoakReading[], column: SoakColumn, third: 0 | 1 | 2): number {
  const from = Math.floor((readings.length * third) / 3);
  const to = Math.max(from + 1, Math.floor((readings.length * (third + 1)) / 3));
  return median(readings.slice(from, to).map((one) => one[column]));
}
