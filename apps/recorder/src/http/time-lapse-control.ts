import { Refusal, timeLapseSettingsSchema, type TimeLapseList } from '@sitecast/contract';
import type { IncomingMessage } from 'node:http';
import type { TimeLapse } from '../time-lapse/time-lapse.ts';
import { refuseField } from './address.ts';
import { readJson } from './body.ts';

/** What the server tells and asks about a camera's time-lapses; the answer is what there is. Rejects with Refusal. */
export async function controlTimeLapse(
  request: IncomingMessage,
  timeLapse: TimeLapse,
  period: string | null,
  wake: () => void,
): Promise<TimeLapseList> {
  if (period === null) {
    if (request.method !== 'PUT') throw new Refusal('request.method');
    await timeLapse.configure(await readJson(request, timeLapseSettingsSchema));
  } else {
    if (request.method !== 'POST') throw new Refusal('request.method');
    if (!timeLapse.ask(period)) throw refuseField('period', 'has no still to show');
  }
  wake();
  return timeLapse.list();
}
