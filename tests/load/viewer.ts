/** A viewer without a screen: asks for what a player asks for, in a player's order, and counts what came. */
import { Agent, get } from 'node:http';

export interface Viewed {
  requests: number;
  bytes: number;
  /** Media seconds that came. */
  mediaS: number;
}

/** Watches until `signal` ends it. */
export type Viewer = (playlistUrl: string, signal: AbortSignal) => Promise<Viewed>;

interface Session {
  seen: Viewed;
  read(url: string): Promise<Buffer>;
}

function openSession(signal: AbortSignal): Session {
  // Two lines, as a player holds: one for the list, one for the media.
  const agent = new Agent({ keepAlive: true, maxSockets: 2 });
  signal.addEventListener('abort', () => agent.destroy());
  const seen: Viewed = { requests: 0, bytes: 0, mediaS: 0 };
  const read = (url: string): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const request = get(url, { agent, signal }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const body = Buffer.concat(chunks);
          seen.requests += 1;
          seen.bytes += body.byteLength;
          if (answer.statusCode === 200) resolve(body);
          else reject(new Error(`${answer.statusCode} of ${url}`));
        });
      });
      request.on('error', reject);
    });
  return { seen, read };
}

/** Ends quietly when it is ended from outside; any other failure is one. */
async function untilEnded(signal: AbortSignal, session: Session, watch: () => Promise<void>): Promise<Viewed> {
  while (!signal.aborted) {
    await watch().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  return session.seen;
}

const readNumber = (text: string, tag: string): number => Number(new RegExp(`${tag}:(\\d+)`).exec(text)?.[1]);

/** By whole segments: the list every two seconds, each new segment once. */
export const watchPlain: Viewer = (url, signal) => {
  const session = openSession(signal);
  let last = '';
  return untilEnded(signal, session, async () => {
    const startedAt = performance.now();
    const text = (await session.read(url)).toString();
    const listed = [...text.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)];
    const from = listed.findIndex(([, , address]) => address === last) + 1;
    for (const [, length, address] of last === '' ? listed.slice(-2) : listed.slice(from)) {
      await session.read(new URL(address!, url).href);
      session.seen.mediaS += Number(length);
      last = address!;
    }
    await new Promise((done) => setTimeout(done, Math.max(0, 2_000 - (performance.now() - startedAt))));
  });
};

/** By parts: a list that waits for the next part, then that part. */
export const watchParts: Viewer = (url, signal) => {
  const session = openSession(signal);
  let last = '';
  let query = '';
  return untilEnded(signal, session, async () => {
    const text = (await session.read(url + query)).toString();
    const listed = [...text.matchAll(/#EXT-X-PART:DURATION=([\d.]+),URI="([^"]+)"/g)];
    const from = listed.findIndex(([, , address]) => address === last) + 1;
    for (const [, length, address] of last === '' ? listed.slice(-1) : listed.slice(from)) {
      await session.read(new URL(address!, url).href);
      session.seen.mediaS += Number(length);
      last = address!;
    }
    const skipped = Number(/SKIPPED-SEGMENTS=(\d+)/.exec(text)?.[1] ?? 0);
    const segments = skipped + (text.match(/#EXTINF/g)?.length ?? 0);
    const hinted = /PRELOAD-HINT:TYPE=PART,URI="[^"]*\.(\d+)\.m4s"/.exec(text)?.[1] ?? '0';
    query = `?_HLS_msn=${readNumber(text, 'MEDIA-SEQUENCE') + segments}&_HLS_part=${hinted}&_HLS_skip=YES`;
  });
};
