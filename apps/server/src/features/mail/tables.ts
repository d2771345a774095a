/** Who gets the monthly report of a project by e-mail. */
export interface ReportSubscriptionTable {
  principal: string;
  project: string;
  language: string;
  subscribed_at: string;
}

/**
 * One report to one person, for ever: what keeps it from being sent twice. `handing-over` stands from the moment before
 * the last byte goes to the mail server until its answer is kept.
 */
export interface MailOutboxTable {
  id: string;
  project: string;
  principal: string;
  month: string;
  language: string;
  state: 'waiting' | 'handing-over' | 'sent' | 'unconfirmed' | 'refused' | 'dropped';
  attempts: number;
  next_at: string;
  /** What the mail server or this one said, in a word; never an address or a password. */
  fault: string | null;
  created_at: string;
  settled_at: string | null;
}

declare module '../../platform/database/tables.ts' {
  interface Database {
    report_subscription: ReportSubscriptionTable;
    mail_outbox: MailOutboxTable;
  }
}
