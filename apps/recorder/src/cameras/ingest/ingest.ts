import { setTimeout as wait } from 'node:timers/promises';
import type { CameraSource, SourceFault } from '@sitecast/contract';
import type { FfmpegCapabilities } from '../../ffmpeg/capabilities.ts';
import { redactText } from '../../platform/redaction.ts';
import type { Logger } from '../../platform/log.ts';
import type { OpenedSource } from '../../sources/open.ts';
import { createBackOff } from '../../platform/back-off.ts';
import { runIngest, type IngestSink } from './ingest-run.ts';

export interface IngestOptions {
  source: CameraSource;
  open: (source: CameraSource) => Promise<OpenedSource>;
  ffmpeg: FfmpegCapabilities;
  mark: Readonly<Record<string, string>>;
  log: Logger;
  random: () => number;
  /** Called between two runs, with what ended the one before. */
  runEnded: (fault: SourceFault | null) => void;
}

export interface Ingest {
  /** Begins; the source is opened and pulled again and again until `close`. */
  start(): void;
  /** Ends the run and closes the source; nothing is left running. */
  close(): Promise<void>;
  readonly restarts: number;
  readonly fault: SourceFault | null;
  /** How far the camera's clock is ahead of ours; null where it does not say its time. */
  readonly clockErrorMs: number | null;
  /** When the first frame of the present run was taken; null where frames are as old as they arrive. */
  readonly beganAtMs: number | null;
}

/** Fragments after which a run counts as a success: about five seconds of video. */
const successFragments = 30;
const silenceMs = 6_000;
const startMs = 15_000;

/** How long a source may be silent: a playlist comes in bursts, and a camera that pushes may not be there yet. */
function toPatience(source: CameraSource): { startMs: number; silenceMs: number } {
  switch (source.kind) {
    case 'hls':
      return { startMs: 20_000, silenceMs: 20_000 };
    case 'site':
      // Whole segments come one after the other.
      return { startMs: 60_000, silenceMs: 20_000 };
    case 'srt':
    case 'whip':
    case 'rtmp':
      return { startMs: 60_000, silenceMs };
    case 'rtsp':
    case 'mjpeg':
    case 'jpeg':
    case 'file':
      return { startMs, silenceMs };
  }
}

/** Supervises the one ffmpeg of a camera. Every end is a fault, code 0 too: a camera's stream has no end. */
export function createIngest(options: IngestOptions, sink: IngestSink): Ingest {
  const { source, log } = options;
  const stop = new AbortController();
  const backOff = createBackOff(options.random);
  let restarts = 0;
  let fault: SourceFault | null = null;
  let opened: OpenedSource | null = null;
  let loop: Promise<void> = Promise.resolve();

  const patience = toPatience(source);
  const listener: IngestSink = {
    ...sink,
    fragment(fragment) {
      fault = null;
      sink.fragment(fragment);
    },
    line(text) {
      log.debug({ line: redactText(text) }, 'ffmpeg says');
      sink.line(text);
    },
  };

  const open = async (): Promise<OpenedSource | null> => {
    try {
      opened ??= await options.open(source);
      return opened;
    } catch (error) {
      // The guard refused it or its name is not known now; what it says may hold the address.
      log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'the source could not be opened');
      fault = 'unreachable';
      return null;
    }
  };

  const runOnce = async (): Promise<void> => {
    const input = await open();
    if (!input || stop.signal.aborted) return;
    const end = await runIngest(
      {
        ffmpeg: options.ffmpeg,
        inputArguments: input.inputArgs,
        standardInput: input.standardInput ?? null,
        encodeAtFps: input.encodeAtFps ?? null,
        mark: options.mark,
        ...patience,
        stop: stop.signal,
      },
      listener,
    );
    // A clock that jumps all the time is no success.
    if (end.fragments >= successFragments || end.fault === 'setup-changed') backOff.reset();
    // A relay knows what the camera said; ffmpeg behind it only sees a closed line.
    fault = end.fault === 'setup-changed' || end.fault === 'clock-jumped' ? null : (input.fault ?? end.fault);
  };

  const supervise = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await runOnce();
      if (stop.signal.aborted) break;
      restarts += 1;
      options.runEnded(fault);
      const pauseMs = backOff.next();
      log.info({ fault, restarts, pauseMs }, 'the source ended');
      await wait(pauseMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };

  return {
    start() {
      loop = supervise();
    },
    async close() {
      stop.abort();
      await loop;
      await opened?.close();
      opened = null;
    },
    get restarts() {
      return restarts;
    },
    get fault() {
      return fault;
    },
    get clockErrorMs() {
      return opened?.clockErrorMs ?? null;
    },
    get beganAtMs() {
      return opened?.beganAtMs ?? null;
    },
  };
}
