import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Mail, SendMail, SendOutcome } from '../../features/mail/index.ts';
import type { SmtpConfig } from '../../platform/smtp-config.ts';

const connectTimeoutMs = 20_000;
/** Some servers look at every attachment before they answer. */
const answerTimeoutMs = 120_000;

/**
 * Sends mails one at a time over SMTP. A connection of its own for each: a report a month is no reason to keep one. With
 * a password the line is encrypted, or nothing is said on it; only to this machine itself it may be plain.
 */
export function createSmtpSender(config: SmtpConfig): SendMail {
  return async (mail, beforeEnd) => {
    const raw = await compose(config, mail);
    let isHandedOver = false;
    const connection = new SMTPConnection({
      host: config.host,
      port: config.port,
      secure: config.secure,
      requireTLS: config.user !== null && !isLoopback(config.host),
      connectionTimeout: connectTimeoutMs,
      greetingTimeout: connectTimeoutMs,
      socketTimeout: answerTimeoutMs,
    });
    try {
      await connect(connection);
      if (config.user !== null) await logIn(connection, { user: config.user, pass: await readPassword(config) });
      const stream = Readable.from(
        (async function* () {
          yield raw;
          await beforeEnd();
          isHandedOver = true;
        })(),
        { objectMode: false },
      );
      await send(connection, { from: config.envelopeFrom, to: [mail.to] }, stream);
      return { kind: 'sent' };
    } catch (error) {
      return toOutcome(error, isHandedOver);
    } finally {
      connection.close();
    }
  };
}

/** What the server said counts most: a plain no is a no, also after the last byte. Its words may name people and stay out. */
function toOutcome(error: unknown, isHandedOver: boolean): SendOutcome {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  if (responseCode !== undefined && responseCode >= 500) return { kind: 'refused', fault: `SMTP ${responseCode}` };
  if (responseCode !== undefined && responseCode >= 400) return { kind: 'later', fault: `SMTP ${responseCode}` };
  return isHandedOver ? { kind: 'unconfirmed' } : { kind: 'later', fault: code ?? 'no answer' };
}

function compose(config: SmtpConfig, mail: Mail): Promise<Buffer> {
  const message = new MailComposer({
    from: config.from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    // The same for every attempt, so that a reader's mail program shows one.
    messageId: `<${mail.id}@${config.envelopeFrom.split('@')[1]}>`,
    headers: { 'List-Unsubscribe': `<${mail.endUrl}>`, 'Auto-Submitted': 'auto-generated' },
    attachments:
      mail.attachment === null
        ? []
        : [{ filename: mail.attachment.name, content: mail.attachment.bytes, contentType: 'application/pdf' }],
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return message.build();
}

async function connect(connection: SMTPConnection): Promise<void> {
  const failed = once(connection, 'error').then(([error]) => {
    throw error;
  });
  // Whatever breaks later is told by the command that is under way then.
  failed.catch(() => undefined);
  await Promise.race([new Promise<void>((resolve) => connection.connect(() => resolve())), failed]);
}

function logIn(connection: SMTPConnection, auth: { user: string; pass: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.login(auth, (error) => (error ? reject(error) : resolve()));
  });
}

function send(connection: SMTPConnection, envelope: { from: string; to: string[] }, stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('the line broke')));
    stream.once('error', reject);
    connection.send(envelope, stream, (error) => (error ? reject(error) : resolve()));
  });
}

async function readPassword({ password, passwordFile }: SmtpConfig): Promise<string> {
  return passwordFile === null ? (password ?? '') : (await readFile(passwordFile, 'utf8')).trim();
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
