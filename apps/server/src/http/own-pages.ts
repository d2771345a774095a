import { request as ask, type OutgoingHttpHeaders } from 'node:http';
import type { ReadOwn } from './self-contained.ts';

const longestMs = 10_000;

/** Asks this very server over the loopback, with the headers of whoever it is asked for. */
export function createOwnReader(
  at: { host: string | undefined; port: number | undefined },
  headers: OutgoingHttpHeaders,
): ReadOwn {
  return (path) =>
    new Promise((resolve, reject) => {
      const asked = ask({ host: at.host, port: at.port, path, headers, timeout: longestMs }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('error', reject);
        answer.once('end', () => {
          const type = answer.headers['content-type'] ?? 'application/octet-stream';
          resolve(answer.statusCode === 200 ? { type, bytes: Buffer.concat(parts) } : null);
        });
      });
      asked.once('timeout', () => asked.destroy(new Error('the page took too long')));
      asked.once('error', reject);
      asked.end();
    });
}
