import { grantedClipMs, publicClipMs, Refusal, type ClipView, type CutClipRequest } from '@sitecast/contract';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { describePublicStretch } from '../../privacy/public-span.ts';
import type { Camera } from '../camera.ts';
import { createClipStore } from './clip-store.ts';
import { cutClip, keepOneSetup } from './cut-clip.ts';

export interface ClipDesk {
  start(): Promise<void>;
  /** Takes an order. Rejects with Refusal: too long, nothing there, not open, or too many wait. */
  order(camera: Camera, request: CutClipRequest): Promise<ClipView>;
  /** How far it is; asking says that somebody waits. null: there is none, or no longer, or what it shows was hidden since. */
  find(id: string): Promise<ClipView | null>;
  giveUp(id: string): Promise<void>;
  /** The file of a finished clip of this very camera; null where there is none, or what it shows was hidden since. */
  findFile(camera: string, id: string): Promise<string | null>;
  close(): Promise<void>;
}

interface Order {
  view: ClipView;
  shown: string;
  seenMs: number;
  stop: AbortController;
}

const maxWaiting = 20;
const patienceMs = 30_000;
const keptMs = 86_400_000;
const lookMs = 5_000;

/** Cuts clips one at a time over all cameras. Finished ones are kept for a day; what nobody waits for is given up. */
export function createClipDesk(deps: {
  folder: string;
  ffmpegPath: string;
  findCamera: (id: string) => Camera | null;
  clock: Clock;
  createId: () => string;
  hasRoom: () => boolean;
  log: Logger;
}): ClipDesk {
  const { clock, log } = deps;
  const store = createClipStore(deps.folder);
  const orders = new Map<string, Order>();
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;

  const isOpen = ({ view }: Order) => view.state === 'waiting' || view.state === 'cutting';

  const finish = async (order: Order, state: ClipView['state']): Promise<void> => {
    if (state === 'ready') await store.keep(order.view, order.shown);
    // Only now: who asks after a finished one is answered by its note.
    order.view = { ...order.view, state };
  };

  const describe = ({ camera, from, to }: ClipView): string =>
    describePublicStretch(deps.findCamera(camera)?.config.privacy, Date.parse(from), Date.parse(to));

  /** A finished clip, as long as the public may see what it shows as it shows it (PRIV1). */
  const findFinished = async (id: string): Promise<ClipView | null> => {
    const kept = await store.find(id);
    return kept && deps.findCamera(kept.view.camera) !== null && kept.shown === describe(kept.view) ? kept.view : null;
  };

  const cut = async (order: Order, camera: Camera, request: CutClipRequest): Promise<void> => {
    if (!isOpen(order)) return;
    order.view = { ...order.view, state: 'cutting' };
    const fromMs = Date.parse(request.from);
    const { footage } = request.isPublic ? camera.public : camera.public.undelayed;
    try {
      const records = keepOneSetup(await footage.listRange(fromMs, Date.parse(request.to)));
      const [first] = records;
      const end = records.at(-1);
      if (!first || !end) throw new Error('the footage has gone');
      order.view = {
        ...order.view,
        from: new Date(first.startMs).toISOString(),
        to: new Date(end.startMs + end.durationMs).toISOString(),
      };
      order.shown = describe(order.view);
      const { title, credit } = request;
      const comment = `${order.view.from} – ${order.view.to} · ${camera.id} · Sitecast`;
      await cutClip(
        {
          footage,
          records,
          target: store.toFile(order.view.id),
          tags: { title, credit, comment, fromMs: first.startMs },
          ffmpegPath: deps.ffmpegPath,
        },
        (share) => (order.view = { ...order.view, progressBp: Math.min(9_999, Math.round(share * 10_000)) }),
        order.stop.signal,
      );
      await finish(order, 'ready');
    } catch (error) {
      if (!order.stop.signal.aborted) log.error({ err: error, camera: camera.id }, 'a clip could not be cut');
      await finish(order, order.stop.signal.aborted ? 'given-up' : 'failed');
    }
  };

  const giveUp = (order: Order): void => {
    if (!isOpen(order)) return;
    if (order.view.state === 'waiting') order.view = { ...order.view, state: 'given-up' };
    order.stop.abort();
  };

  /** Gives up what nobody asks after; forgets and removes what is a day old. */
  const look = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    for (const [id, order] of orders) {
      if (isOpen(order) && nowMs - order.seenMs > patienceMs) giveUp(order);
      if (!isOpen(order) && nowMs - order.seenMs > keptMs) orders.delete(id);
    }
    await store.removeOlderThan(nowMs - keptMs);
  };

  return {
    findFile: async (camera, id) => ((await findFinished(id))?.camera === camera ? store.toFile(id) : null),
    async start() {
      await store.start();
      timer = setInterval(() => {
        look().catch((error: unknown) => log.error({ err: error }, 'clips could not be looked after'));
      }, lookMs);
    },
    async order(camera, request) {
      const fromMs = Date.parse(request.from);
      const toMs = Math.min(Date.parse(request.to), clock.nowMs());
      if (toMs - fromMs > (request.isPublic ? publicClipMs : grantedClipMs)) throw new Refusal('clip.too-long');
      if (!deps.hasRoom()) throw new Refusal('storage.full');
      if ([...orders.values()].filter(isOpen).length >= maxWaiting) throw new Refusal('clip.busy');
      const { footage } = request.isPublic ? camera.public : camera.public.undelayed;
      const records = camera.public.isOpen ? await footage.listRange(fromMs, toMs) : [];
      if (records.length === 0) throw new Refusal('media.not-found');
      if (request.isPublic && !records.every(({ startMs }) => camera.archive.isPublic(startMs, clock.nowMs()))) {
        throw new Refusal('media.too-old');
      }
      const view: ClipView = {
        id: deps.createId(),
        camera: camera.id,
        state: 'waiting',
        progressBp: 0,
        ahead: 0,
        from: request.from,
        to: request.to,
        lengthBytes: null,
        url: null,
        credit: request.credit,
      };
      const order: Order = { view, shown: '', seenMs: clock.nowMs(), stop: new AbortController() };
      orders.set(view.id, order);
      last = last
        .then(() => cut(order, camera, request))
        .catch((error: unknown) => log.error({ err: error }, 'a clip was lost'));
      return { ...order.view, ahead: countAhead(orders, view.id) };
    },
    async find(id) {
      const order = orders.get(id);
      if (!order || order.view.state === 'ready') return findFinished(id);
      order.seenMs = clock.nowMs();
      return { ...order.view, ahead: countAhead(orders, id) };
    },
    async giveUp(id) {
      const order = orders.get(id);
      if (order) giveUp(order);
    },
    async close() {
      if (timer) clearInterval(timer);
      for (const order of orders.values()) giveUp(order);
      await last;
    },
  };
}

/** Orders that are served before one: a map keeps them as they came. */
function countAhead(orders: ReadonlyMap<string, Order>, id: string): number {
  let ahead = 0;
  for (const [one, { view }] of orders) {
    if (one === id) break;
    if (view.state === 'waiting' || view.state === 'cutting') ahead += 1;
  }
  return ahead;
}
