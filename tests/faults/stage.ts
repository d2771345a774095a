import { readdir, readFile } from 'node:fs/promises';
import { mediaPaths, type CameraHealth } from '@sitecast/contract';
import { startRecorder, type Recorder } from '../support/recorder.ts';
import { readTree } from '../support/process-tree.ts';
import { until } from '../support/until.ts';
import { createViewer, toHash, type Sample, type Viewer } from './viewer.ts';

/** A picture older than this must not be called live (LIVE2). */
const liveWithinMs = 15_000;
const lookEveryMs = 400;

/** One camera as the stage knows it. */
export interface StagedCamera {
  id: string;
  url: string;
  transport?: 'udp';
}

/** One recorder that is started again and again on the same data, and a viewer before each of its cameras. */
export interface Stage {
  readonly recorder: Recorder;
  /** Starts the recorder, or starts it again. */
  start(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  /** Adds a camera and, from then on, watches it. */
  watch(camera: StagedCamera): Promise<void>;
  /** The newest sample of a camera that was taken after an instant and meets a condition. */
  awaitSample(what: string, id: string, sinceMs: number, meets: (sample: Sample) => boolean): Promise<Sample>;
  viewer(id: string): Viewer;
  /** Process ids of the ffmpeg that reads a camera now. */
  findFfmpeg(id: string): Promise<number[]>;
  /** Ended children of the recorder that nobody took note of. */
  findZombies(): Promise<number[]>;
  /** Addresses of segments that were listed before and are no longer there, or not as they were. */
  findLost(id: string, addresses: Iterable<readonly [string, string]>): Promise<string[]>;
  readonly judged: JudgedSamples;
  close(): Promise<void>;
}

export interface JudgedSamples {
  samples: number;
  live: number;
  /** Samples of a picture older than 15 s, whatever they were called. */
  old: number;
  /** Those of them that were called live. */
  lies: string[];
  /** Oldest picture that was called live, in ms. */
  oldestLiveMs: number;
  /** Largest distance between a live picture's date and the instant it was taken. */
  dateErrorMs: number;
}

export async function openStage(dataDir: string, env: Record<string, string>): Promise<Stage> {
  const viewers = new Map<string, Viewer>();
  const history = new Map<string, Sample[]>();
  const relays = new Map<string, string>();
  const judged: JudgedSamples = { samples: 0, live: 0, old: 0, lies: [], oldestLiveMs: 0, dateErrorMs: 0 };
  let recorder = await startRecorder({ dataDir, env });
  let isOpen = true;
  /** Known until the recorder is heard again, as a page keeps what it was last told. */
  let healths = new Map<string, CameraHealth>();

  const judge = (id: string, sample: Sample): void => {
    judged.samples += 1;
    const { trueAgeMs, badge, dateErrorMs } = sample;
    if (trueAgeMs !== null && trueAgeMs > liveWithinMs) judged.old += 1;
    if (badge.word !== 'live') return;
    judged.live += 1;
    judged.oldestLiveMs = Math.max(judged.oldestLiveMs, trueAgeMs ?? 0);
    // A frozen picture was taken before its date: that is what is wrong with it.
    if (id !== 'frozen') judged.dateErrorMs = Math.max(judged.dateErrorMs, Math.abs(dateErrorMs ?? 0));
    if (trueAgeMs === null || trueAgeMs > liveWithinMs) {
      judged.lies.push(`${id}: live, ${trueAgeMs ?? 'no'} ms old, at ${new Date(sample.atMs).toISOString()}`);
    }
  };
  const lookAround = async (): Promise<void> => {
    const views = await recorder.readCameras().catch(() => null);
    if (views) healths = new Map(views.map(({ id, health }) => [id, health]));
    await Promise.all(
      [...viewers].map(async ([id, viewer]) => {
        const sample = await viewer.look(healths.get(id) ?? null);
        judge(id, sample);
        history.get(id)?.push(sample);
      }),
    );
  };
  const looking = (async () => {
    while (isOpen) {
      const startedAt = performance.now();
      await lookAround();
      await new Promise((go) => setTimeout(go, Math.max(0, lookEveryMs - (performance.now() - startedAt))));
    }
  })();

  /** Every ffmpeg that reads a camera, with the address it reads. */
  const listFfmpeg = async (): Promise<{ pid: number; relay: string }[]> =>
    (await readTree(recorder.program.pid ?? 0)).flatMap(({ pid, commandLine }) => {
      const [relay] = /rtsp:\/\/127\.0\.0\.1:\d+\/\S+/.exec(commandLine) ?? [];
      return relay === undefined ? [] : [{ pid, relay }];
    });

  return {
    judged,
    get recorder() {
      return recorder;
    },
    async start() {
      recorder = await startRecorder({ dataDir, env });
      relays.clear();
    },
    async kill() {
      const gone = new Promise((resolve) => recorder.program.once('exit', resolve));
      recorder.program.kill('SIGKILL');
      await gone;
    },
    async watch({ id, url, transport }) {
      const known = new Set((await listFfmpeg()).map(({ relay }) => relay));
      await recorder.addCamera(id, {
        source: { kind: 'rtsp', url, ...(transport && { transport }) },
        published: true,
        retentionDays: 1,
      });
      const fresh = await until(`the ffmpeg of ${id}`, async () =>
        (await listFfmpeg()).find(({ relay }) => !known.has(relay)),
      );
      relays.set(id, fresh.relay);
      viewers.set(
        id,
        createViewer(id, () => recorder.origin),
      );
      history.set(id, []);
    },
    awaitSample: (what, id, sinceMs, meets) =>
      until(`${id}: ${what}`, () => history.get(id)?.find((sample) => sample.atMs >= sinceMs && meets(sample)), 60_000),
    viewer(id) {
      const found = viewers.get(id);
      if (!found) throw new Error(`nobody watches ${id}`);
      return found;
    },
    findFfmpeg: async (id) =>
      (await listFfmpeg()).filter(({ relay }) => relay === relays.get(id)).map(({ pid }) => pid),
    async findZombies() {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')));
      return stats.flatMap((stat) => {
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z' && Number(parent) === recorder.program.pid ? [Number.parseInt(stat, 10)] : [];
      });
    },
    async findLost(id, addresses) {
      const lost: string[] = [];
      for (const [address, hash] of addresses) {
        const answer = await fetch(`${recorder.origin}/media/${id}/${address}`);
        const isThere = answer.ok && toHash(new Uint8Array(await answer.arrayBuffer())) === hash;
        if (!isThere) lost.push(address);
      }
      return lost;
    },
    async close() {
      isOpen = false;
      await looking;
      await recorder.close({ keepData: true });
    },
  };
}

/** Where an hour of footage is asked for in one piece. */
export const toReplayPath = (id: string, fromMs: number, toMs: number): string =>
  mediaPaths.replay(id, new Date(fromMs).toISOString(), new Date(toMs).toISOString());
