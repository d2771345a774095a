import { createSmtpSender } from '../adapters/mail/smtp-sender.ts';
import {
  createSubscriptionHandlers,
  deliverMail,
  queueReports,
  readSubscription,
  settleInterrupted,
  type DeliveryParts,
} from '../features/mail/index.ts';
import { findPerson } from '../features/people/index.ts';
import { createReportRenderer } from '../http/render-report.ts';
import type { Caller } from '../platform/caller.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import type { Ids } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { RenderTickets } from '../platform/render-tickets.ts';
import type { Store } from '../platform/store.ts';

export interface MailWiring {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly tickets: RenderTickets;
  readonly endKey: string;
  readonly print: ((html: string) => Promise<Buffer>) | null;
  issueReports(): Promise<{ project: string; month: string }[]>;
  /** The port this server listens on. */
  port(): number;
  readonly everyMs: number;
}

/** The monthly reports: made and kept on the first days of a month, and sent to whoever subscribed. */
export function wireMail(wiring: MailWiring) {
  const { config, store, clock, log } = wiring;
  const render = createReportRenderer({
    tickets: wiring.tickets,
    print: wiring.print,
    address: () => ({ host: isAnyAddress(config.host) ? '127.0.0.1' : config.host, port: wiring.port() }),
    hostHeader: () => (config.origin === null ? `127.0.0.1:${wiring.port()}` : new URL(config.origin).host),
  });
  const parts: DeliveryParts = {
    store,
    clock,
    ids: wiring.ids,
    log,
    sendMail: config.smtp && createSmtpSender(config.smtp),
    origin: config.origin ?? '',
    endKey: wiring.endKey,
    findPerson,
    renderReport: async ({ principal }, asked) => (principal ? render(principal, asked) : null),
  };
  let isStopped = false;
  let round: Promise<void> | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;

  const run = async (): Promise<void> => {
    await queueReports(parts, await wiring.issueReports());
    await deliverMail(parts, () => isStopped);
  };
  /** One round at a time: a slow mail server does not pile them up. */
  const wake = (): void => {
    if (round !== null || isStopped) return;
    round = run()
      .catch((err: unknown) => log.error({ err }, 'the monthly reports could not be seen to'))
      .finally(() => {
        round = null;
      });
  };

  return {
    handlers: createSubscriptionHandlers(parts),
    readSubscription: (project: string, caller: Caller) => readSubscription(store.db, parts, project, caller),
    start: async (): Promise<void> => {
      await settleInterrupted(parts);
      timer = setInterval(wake, wiring.everyMs);
      wake();
    },
    /** A mail under way is ended first: its answer is worth waiting for. */
    close: async (): Promise<void> => {
      isStopped = true;
      if (timer) clearInterval(timer);
      await round;
    },
  };
}

function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}
