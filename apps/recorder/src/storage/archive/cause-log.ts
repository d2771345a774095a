import { join } from 'node:path';
import { outageCauses, type OutageCause } from '@sitecast/contract';
import { createLineLog } from './line-log.ts';

/** What was the matter from an instant on; `recording`: nothing. */
export interface CauseChange {
  atMs: number;
  cause: OutageCause | 'recording';
}

export interface CauseLog {
  read(): Promise<CauseChange[]>;
  append(change: CauseChange): Promise<void>;
}

/** Why a camera did not record, from when: a few lines a day. */
export function createCauseLog(folder: string): CauseLog {
  const log = createLineLog(join(folder, 'causes.log'));
  return {
    async read() {
      return (await log.read()).flatMap((line) => {
        const [, at, word] = /^c (\d{1,15}) ([a-z-]{1,20})$/.exec(line) ?? [];
        const cause = word === 'recording' ? word : outageCauses.find((one) => one === word);
        return at === undefined || cause === undefined ? [] : [{ atMs: Number(at), cause }];
      });
    },
    append: ({ atMs, cause }) => log.append([`c ${atMs} ${cause}`]),
  };
}
