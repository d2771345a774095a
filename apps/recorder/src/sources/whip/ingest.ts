import { randomBytes } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { Refusal } from '@sitecast/contract';
import type { OpenedSource } from '../opened-source.ts';
import type { PushOutlets } from '../pushed/push-outlets.ts';
import type { ReceiverNews, ReceiverOrder, ReceiverSettings } from './receiver-words.ts';

/** Where cameras push to over WebRTC; what is said over HTTP of it stands in RFC 9725 (WHIP). */
export interface WhipIngest {
  /**
   * Takes a sender's offer (SDP) for a camera, whose older session ends by it. Answers the session's name and the answer.
   * Throws Refusal, `field: body`, where it is none or holds no H.264.
   */
  take(camera: string, offer: string): Promise<{ session: string; answer: string }>;
  /** Ends a session; false where the camera has another or none. */
  leave(camera: string, session: string): boolean;
  /** The camera's stream as a source for ffmpeg. */
  openCamera(camera: string): OpenedSource;
  close(): Promise<void>;
}

type Answer = Extract<ReceiverNews, { kind: 'answer' | 'refused' }>;

const answerMs = 10_000;
const usualSilenceMs = 10_000;
/** Of the receiver's thread: what somebody makes it keep must not take the recorder's own room. */
const mostMemoryMb = 256;
const reasons = {
  unreadable: 'is not an offer of WebRTC (SDP) that can be answered',
  'no-video': 'offers no H.264 video',
} as const;

/** `log`: called with what went wrong on the receiver's thread. */
export function createWhipIngest(
  settings: Omit<ReceiverSettings, 'silenceMs'> & { silenceMs?: number },
  outlets: PushOutlets,
  log: (error: unknown) => void,
): WhipIngest {
  /** The session of each camera. */
  const sessions = new Map<string, string>();
  const waiting = new Map<string, (answer: Answer | null) => void>();
  let receiver: Worker | null = null;

  const cameraOf = (session: string): string | undefined => [...sessions].find(([, name]) => name === session)?.[0];

  function hear(news: ReceiverNews): void {
    if (news.kind === 'answer' || news.kind === 'refused') return waiting.get(news.session)?.(news);
    const camera = cameraOf(news.session);
    if (camera === undefined) return;
    if (news.kind === 'began') outlets.begin(camera);
    else if (news.kind === 'video') {
      const { timestampMs, payload } = news;
      outlets.carry(camera, { timestampMs, payload: Buffer.from(payload.buffer) });
    } else {
      sessions.delete(camera);
      outlets.end(camera);
    }
  }

  /** It is started by the first camera that needs it: most recorders have none. */
  function openReceiver(): Worker {
    if (receiver) return receiver;
    const worker = new Worker(new URL('./receiver.ts', import.meta.url), {
      workerData: { silenceMs: usualSilenceMs, ...settings } satisfies ReceiverSettings,
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    });
    receiver = worker;
    worker.on('message', hear);
    worker.on('error', log);
    worker.on('exit', () => {
      if (receiver !== worker) return;
      receiver = null;
      for (const tell of waiting.values()) tell(null);
      for (const camera of sessions.keys()) outlets.end(camera);
      sessions.clear();
    });
    return worker;
  }

  const order = (given: ReceiverOrder): void => receiver?.postMessage(given);

  return {
    async take(camera, offer) {
      const session = randomBytes(18).toString('base64url');
      const answered = Promise.withResolvers<Answer | null>();
      waiting.set(session, answered.resolve);
      const late = setTimeout(() => answered.resolve(null), answerMs);
      openReceiver();
      order({ kind: 'take', session, offer });
      const answer = await answered.promise;
      clearTimeout(late);
      waiting.delete(session);
      if (answer?.kind !== 'answer') {
        order({ kind: 'leave', session });
        if (answer === null) throw new Refusal('recorder.unreachable');
        throw new Refusal('request.invalid', { fields: [{ field: 'body', message: reasons[answer.reason] }] });
      }
      const older = sessions.get(camera);
      // The key proves the camera: it came back before its old session was known to be dead.
      sessions.set(camera, session);
      if (older !== undefined) order({ kind: 'leave', session: older });
      return { session, answer: answer.answer };
    },
    leave(camera, session) {
      if (sessions.get(camera) !== session) return false;
      order({ kind: 'leave', session });
      return true;
    },
    openCamera(camera) {
      const hangUp = (): void => {
        const session = sessions.get(camera);
        if (session !== undefined) order({ kind: 'leave', session });
      };
      const source = outlets.openCamera(camera, hangUp);
      // A sender that is there already must show its setup again.
      hangUp();
      return source;
    },
    async close() {
      const worker = receiver;
      receiver = null;
      for (const tell of waiting.values()) tell(null);
      sessions.clear();
      await worker?.terminate();
    },
  };
}
