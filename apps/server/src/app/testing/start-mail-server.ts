import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as the server got it: whole, and not yet taken apart. */
export interface ReceivedMail {
  to: string;
  raw: string;
}

export interface TestMailServer {
  readonly url: string;
  readonly mails: readonly ReceivedMail[];
  close(): Promise<void>;
}

/**
 * A real SMTP server on the loopback, on a port of the system's choice. `decide` answers each whole mail: an error refuses
 * it with its `responseCode`; a promise that never ends leaves its sender without an answer.
 */
export async function startMailServer(
  decide: (count: number) => Promise<void> | void = () => undefined,
  options: SMTPServerOptions = {},
): Promise<TestMailServer> {
  const mails: ReceivedMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 500,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.once('end', () => {
        count += 1;
        const mail = {
          to: session.envelope.rcptTo.map((one) => one.address).join(),
          raw: Buffer.concat(parts).toString('utf8'),
        };
        Promise.resolve(count)
          .then(decide)
          .then(
            () => {
              mails.push(mail);
              done();
            },
            (error: Error) => done(error),
          );
      });
    },
    ...options,
  });
  // A sender that is killed breaks its line: that is what some tests are about.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
