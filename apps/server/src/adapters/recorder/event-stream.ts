import http from 'node:http';
import { controlPaths, type RecorderEvent } from '@sitecast/contract';
import type { Log } from '../../platform/log.ts';

export interface EventStream {
  start(listener: (event: RecorderEvent | { type: 'lost' }) => void): void;
  close(): void;
}

/** No beat for this long: the line is dead although nobody closed it. The recorder beats every 2 s. */
const silenceMs = 6_000;
const pausesMs = [200, 500, 1_000, 2_000] as const;
const longestEventChars = 4_000_000;

/** Follows the recorder's server-sent events and comes back by itself. */
export function createEventStream(recorderUrl: string, token: string, log: Log): EventStream {
  let request: http.ClientRequest | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  let failures = 0;

  const connect = (listener: (event: RecorderEvent | { type: 'lost' }) => void): void => {
    let lost = false;
    const current = http.get(
      new URL(controlPaths.events, recorderUrl),
      { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, timeout: silenceMs, agent: false },
      (response) => {
        if (response.statusCode !== 200) {
          log.warn({ status: response.statusCode }, 'the recorder refuses its events');
          response.resume();
          current.destroy();
          return;
        }
        const read = createEventParser((event) => {
          failures = 0;
          listener(event);
        });
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          if (!read(chunk)) current.destroy();
        });
        response.on('close', onLost);
        response.on('error', () => current.destroy());
      },
    );
    const onLost = (): void => {
      if (lost || closed) return;
      lost = true;
      listener({ type: 'lost' });
      const pauseMs = pausesMs[Math.min(failures++, pausesMs.length - 1)] ?? 2_000;
      timer = setTimeout(() => connect(listener), pauseMs);
    };
    current.on('timeout', () => current.destroy());
    current.on('error', onLost);
    current.on('close', onLost);
    request = current;
  };

  return {
    start: connect,
    close: () => {
      closed = true;
      if (timer) clearTimeout(timer);
      request?.destroy();
    },
  };
}

/** Feeds text of an event stream; false where it is not one. */
function createEventParser(onEvent: (event: RecorderEvent) => void): (chunk: string) => boolean {
  let rest = '';
  return (chunk) => {
    rest = (rest + chunk).replaceAll('\r\n', '\n');
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const lines = rest.slice(0, end).split('\n');
      rest = rest.slice(end + 2);
      const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trimStart());
      if (data.length === 0) continue;
      try {
        onEvent(JSON.parse(data.join('\n')) as RecorderEvent);
      } catch {
        return false;
      }
    }
    return rest.length <= longestEventChars;
  };
}
