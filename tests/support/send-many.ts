import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';

/** A request as a stranger writes it: nothing in it is mended on its way. */
export interface Sent {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

export interface Answered {
  status: number;
  type: string;
  text: string;
}

export interface Sender {
  send(sent: Sent): Promise<Answered>;
  /** Sends what an arbitrary gives, some at a time over lines that are kept, and hands each answer on. */
  sendAll(requests: fc.Arbitrary<Sent>, count: number, check: (sent: Sent, answered: Answered) => void): Promise<void>;
  close(): void;
}

/** Requests under way together, where a test says nothing else. */
const usualAtOnce = 50;

/** The same cases in every run; another seed by fast-check's own global configuration. */
export function drawSamples<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  const { seed = 0 } = fc.readConfigureGlobal();
  return fc.sample(arbitrary, { numRuns: count, seed: seed === 0 ? 20_261_123 : seed });
}

/** Without fetch: it mends paths and refuses headers that a stranger would send. */
export function createSender(url: string, { atOnce = usualAtOnce } = {}): Sender {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

  const send = ({ method, path, headers = {}, body }: Sent): Promise<Answered> =>
    // A client of HTTP does not send such a target at all.
    /[^!-~]/.test(path)
      ? sendRaw({ hostname, port: Number(port) }, method, path, headers)
      : ask(method, path, headers, body);

  const ask = (
    method: string,
    path: string,
    headers: Record<string, string>,
    body: string | Uint8Array | undefined,
  ): Promise<Answered> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const asking = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            type: answer.headers['content-type'] ?? '',
            text: Buffer.concat(parts).toString(),
          }),
        );
      });
      asking.on('error', (error: NodeJS.ErrnoException) => {
        // The server ends a line that nothing came over for some seconds, and may do so just as the next request leaves:
        // every client asks again over another line (RFC 9112, 9.3.1). What a new line does not answer is a fault.
        if (asking.reusedSocket && error.code === 'ECONNRESET') resolve(ask(method, path, headers, body));
        else reject(error);
      });
      asking.end(body);
    });

  return {
    send,
    sendAll: async (requests, count, check) => {
      const samples = drawSamples(requests, count);
      for (let at = 0; at < samples.length; at += atOnce) {
        await Promise.all(samples.slice(at, at + atOnce).map(async (sent) => check(sent, await send(sent))));
      }
    },
    close: () => agent.destroy(),
  };
}

/** One request over a line of its own, byte for byte. */
function sendRaw(
  to: { hostname: string; port: number },
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const line = connect(to.port, to.hostname);
    const parts: Buffer[] = [];
    line.on('data', (part: Buffer) => parts.push(part));
    line.on('error', reject);
    line.on('close', () => {
      const text = Buffer.concat(parts).toString();
      const type = /^content-type: ([^\r]*)/im.exec(text)?.[1] ?? '';
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), type, text });
    });
    const given = Object.entries({ host: `${to.hostname}:${to.port}`, connection: 'close', ...headers });
    line.write(`${method} ${path} HTTP/1.1\r\n${given.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  });
}
