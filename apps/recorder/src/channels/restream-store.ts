import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { restreamConfigSchema, type RestreamConfig } from '@sitecast/contract';
import { openSeal, sealText } from '../platform/seal.ts';
import { listNames, readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';

export interface RestreamStore {
  /** Every destination that can be read; the ids of those that cannot. */
  readAll(): Promise<{ restreams: Map<string, RestreamConfig>; unreadable: string[] }>;
  write(id: string, config: RestreamConfig): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Destinations on disk, each sealed whole: a key shows a stranger's video under the owner's name. */
export function createRestreamStore(folder: string, secret: string): RestreamStore {
  const toPath = (id: string) => join(folder, `${id}.sealed`);
  const toOwner = (id: string) => `restream ${id}`;
  return {
    async readAll() {
      const restreams = new Map<string, RestreamConfig>();
      const unreadable: string[] = [];
      for (const name of await listNames(folder)) {
        if (!name.endsWith('.sealed')) continue;
        const id = name.slice(0, -'.sealed'.length);
        try {
          const seal = (await readFileIfThere(toPath(id)))?.toString('utf8') ?? '';
          restreams.set(id, restreamConfigSchema.parse(JSON.parse(openSeal(seal, toOwner(id), secret))));
        } catch {
          unreadable.push(id);
        }
      }
      return { restreams, unreadable };
    },
    write: (id, config) => writeFileAtomic(toPath(id), sealText(JSON.stringify(config), toOwner(id), secret), 0o600),
    remove: (id) => rm(toPath(id), { force: true }),
  };
}
