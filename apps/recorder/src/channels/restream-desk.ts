import { Refusal, type RecorderRestream, type RestreamChange, type RestreamConfig } from '@sitecast/contract';
import { HostNotFound } from '../sources/guard.ts';
import { createRestream, type Restream, type RestreamDeps } from './restream.ts';
import type { RestreamStore } from './restream-store.ts';

export interface RestreamDesk {
  start(): Promise<void>;
  list(): RecorderRestream[];
  /** Adds or replaces one; kept on disk before it answers. Throws Refusal. */
  put(id: string, config: RestreamConfig): Promise<RecorderRestream>;
  change(id: string, change: RestreamChange): Promise<RecorderRestream>;
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

/** More than one uplink can carry. */
const mostRestreams = 50;
const tickMs = 250;

/** All destinations of this recorder. Changes are made one after the other. */
export function createRestreamDesk(deps: RestreamDeps & { store: RestreamStore }): RestreamDesk {
  const restreams = new Map<string, Restream>();
  let timer: NodeJS.Timeout | null = null;
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  const check = async (config: RestreamConfig): Promise<void> => {
    try {
      await deps.guard.admit(config.target.url, 'restream');
    } catch (error) {
      // A name that is not known now may be tomorrow.
      if (!(error instanceof HostNotFound)) throw error;
    }
  };

  const put = async (id: string, config: RestreamConfig): Promise<RecorderRestream> => {
    const before = restreams.get(id);
    if (!before && restreams.size >= mostRestreams)
      throw new Refusal('storage.full', { detail: 'Too many restreams.' });
    if (before && JSON.stringify(before.config) === JSON.stringify(config)) return before.view;
    await check(config);
    await deps.store.write(id, config);
    await before?.close();
    const restream = createRestream(id, config, deps);
    restreams.set(id, restream);
    return restream.view;
  };

  return {
    async start() {
      const { restreams: known, unreadable } = await deps.store.readAll();
      for (const id of unreadable) deps.log.error({ restream: id }, 'a restream cannot be read');
      for (const [id, config] of known) restreams.set(id, createRestream(id, config, deps));
      timer = setInterval(() => restreams.forEach((restream) => restream.tick()), tickMs);
    },
    list: () => [...restreams.values()].map(({ view }) => view),
    put: (id, config) => inTurn(() => put(id, config)),
    change: (id, { target, enabled }) =>
      inTurn(() => {
        const before = restreams.get(id)?.config;
        if (!before) throw new Refusal('restream.not-found');
        return put(id, { camera: before.camera, target: target ?? before.target, enabled: enabled ?? before.enabled });
      }),
    remove: (id) =>
      inTurn(async () => {
        const restream = restreams.get(id);
        if (!restream) throw new Refusal('restream.not-found');
        await deps.store.remove(id);
        restreams.delete(id);
        await restream.close();
      }),
    async close() {
      if (timer) clearInterval(timer);
      await last;
      await Promise.all([...restreams.values()].map((restream) => restream.close()));
    },
  };
}
