import type { Locale } from '@sitecast/contract';
import type { Caller } from '../../platform/caller.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';
import type { Reader, Store } from '../../platform/store.ts';

/** A mail as it is written: the same words as text and as HTML. */
export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The address at which the subscription ends. */
  endUrl: string;
  attachment: { name: string; bytes: Buffer } | null;
}

/**
 * What became of a mail. `unconfirmed`: all of it went out and no answer came; `later`: the server did not take it now, or
 * could not be reached.
 */
export type SendOutcome = { kind: 'sent' | 'unconfirmed' } | { kind: 'refused' | 'later'; fault: string };

/** Hands a mail to a mail server; `beforeEnd` runs before its last byte goes out. Throws only what that throws. */
export type SendMail = (mail: Mail, beforeEnd: () => Promise<void>) => Promise<SendOutcome>;

/** The words of a report's mail in its reader's language; made where all words for people are made. */
export interface Letter {
  language: string;
  subject: string;
  paragraphs: string[];
  rows: { label: string; value: string }[];
  open: string;
  attached: string;
  why: string;
  end: string;
}

/** A report as one person may see it. */
export interface RenderedReport {
  letter: Letter;
  /** null where the machine has no printer. */
  pdf: Buffer | null;
}

/** What this feature needs from outside. */
export interface MailParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** null: this server sends no mail. */
  readonly sendMail: SendMail | null;
  /** Where the pages are reached from outside. */
  readonly origin: string;
  /** Seals the links that end a subscription. */
  readonly endKey: string;
  /** A person's rights of this moment; null where they are gone or disabled. */
  findPerson(db: Reader, principal: string): Promise<{ caller: Caller; address: string } | null>;
}

/** What sending needs beside it. */
export interface DeliveryParts extends MailParts {
  readonly log: Log;
  /** null: the pages cannot make it now. */
  renderReport(
    caller: Caller,
    asked: { project: string; month: string; language: Locale },
  ): Promise<RenderedReport | null>;
}
