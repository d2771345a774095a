import type { RecorderRestream, RestreamConfig, RestreamFault, RestreamState } from '@sitecast/contract';
import { createBackOff } from '../platform/back-off.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { AdmittedSource, SourceGuard } from '../sources/guard.ts';
import { startRestreamRun, type RestreamRun } from './restream-run.ts';

export interface RestreamDeps {
  ffmpeg: string;
  guard: SourceGuard;
  clock: Clock;
  random: () => number;
  log: Logger;
  /** Where the camera's public playlist is; null: the public may see nothing of it now. */
  findPlaylist: (camera: string) => string | null;
}

export interface Restream {
  readonly view: RecorderRestream;
  readonly config: RestreamConfig;
  /** Looks whether it should run, several times a second: a curtain ends it within that. */
  tick(): void;
  close(): Promise<void>;
}

/** Destinations lock accounts that come back too soon after a wrong key. */
const refusedPauseMs = 60_000;
const steadyMs = 30_000;

/** One camera at one destination, kept there as long as it is meant to be and there is something to show. */
export function createRestream(id: string, config: RestreamConfig, deps: RestreamDeps): Restream {
  const { clock } = deps;
  const log = deps.log.child({ restream: id, camera: config.camera });
  const backOff = createBackOff(deps.random);
  let state: RestreamState = config.enabled ? 'connecting' : 'off';
  let sinceMs = clock.nowMs();
  let fault: RestreamFault | null = null;
  let restarts = 0;
  let notBeforeMs = 0;
  let current: { run: RestreamRun | null; stop: AbortController; startedAtMs: number; done: Promise<void> } | null =
    null;
  let measured: { atMs: number; bytes: number; rate: number | null } = { atMs: 0, bytes: 0, rate: null };

  const enter = (next: RestreamState): void => {
    if (next === state) return;
    state = next;
    sinceMs = clock.nowMs();
  };

  const begin = (playlistUrl: string): void => {
    const stop = new AbortController();
    enter('connecting');
    const work = async (): Promise<void> => {
      const result = await show(playlistUrl, stop);
      if (stop.signal.aborted) return;
      fault = result ?? 'lost';
      restarts += 1;
      enter('failed');
      log.warn({ fault }, 'a restream ended');
      if (clock.nowMs() - (current?.startedAtMs ?? 0) > steadyMs) backOff.reset();
      notBeforeMs = clock.nowMs() + (fault === 'wrong-key' ? refusedPauseMs : backOff.next());
    };
    current = { run: null, stop, startedAtMs: clock.nowMs(), done: Promise.resolve() };
    current.done = work().finally(() => (current = null));
  };

  const show = async (playlistUrl: string, stop: AbortController): Promise<RestreamFault | null> => {
    let admitted: AdmittedSource;
    try {
      admitted = await deps.guard.admit(config.target.url, 'restream');
    } catch {
      return 'unreachable';
    }
    if (stop.signal.aborted || !current) return null;
    measured = { atMs: clock.nowMs(), bytes: 0, rate: null };
    const { ffmpeg } = deps;
    const onAir = (): void => {
      fault = null;
      enter('on-air');
    };
    current.run = startRestreamRun({ ffmpeg, playlistUrl, admitted, key: config.target.key, onAir }, stop.signal);
    return current.run.ended;
  };

  const measure = (): void => {
    const bytes = current?.run?.sentBytes;
    const nowMs = clock.nowMs();
    if (bytes === undefined || nowMs - measured.atMs < 5_000) return;
    measured = { atMs: nowMs, bytes, rate: ((bytes - measured.bytes) * 8_000) / (nowMs - measured.atMs) };
  };

  return {
    config,
    get view() {
      return {
        id,
        camera: config.camera,
        host: new URL(config.target.url).hostname,
        enabled: config.enabled,
        state,
        since: new Date(sinceMs).toISOString(),
        fault,
        bitsPerSecond: state === 'on-air' ? measured.rate : null,
        restarts,
      };
    },
    tick() {
      measure();
      if (!config.enabled) return;
      const playlistUrl = deps.findPlaylist(config.camera);
      if (playlistUrl === null) {
        // The curtain, or nothing to see: what is on its way is cut off, not shown to its end.
        current?.stop.abort();
        fault = null;
        enter('waiting');
      } else if (!current && clock.nowMs() >= notBeforeMs) {
        begin(playlistUrl);
      }
    },
    async close() {
      const ending = current;
      ending?.stop.abort();
      await ending?.done;
      enter('off');
    },
  };
}
