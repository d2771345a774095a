/**
 * The pages of the fan-out benchmark, in a process of their own: N sockets watching one project, or N plain
 * WebSockets. Prints one JSON line per received batch of events: how many pages had it, and when the last one had.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

const [kind, url, count, project] = process.argv.slice(2);
if (!kind || !url || !count || !project) throw new Error('fan-out-client KIND URL COUNT PROJECT');
const pages = Number(count);
const arrivals: number[] = [];

/** Loopback has 28,000 ports an address: 1,000 pages fit one source address. */
async function openSitecastPage(): Promise<Socket> {
  const socket = io(url!, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { origin: url! },
  });
  socket.on('log:appended', () => arrivals.push(performance.timeOrigin + performance.now()));
  await once(socket as unknown as NodeJS.EventEmitter, 'connect');
  const answer: { ok: boolean } = await socket.emitWithAck('topic:watch', {
    topic: 'project',
    code: project,
    since: 0,
  });
  if (!answer.ok) throw new Error(`watch refused: ${JSON.stringify(answer)}`);
  return socket;
}

async function openPlainPage(): Promise<WebSocket> {
  const socket = new WebSocket(url!);
  socket.on('message', () => arrivals.push(performance.timeOrigin + performance.now()));
  await once(socket, 'open');
  return socket;
}

for (let opened = 0; opened < pages; opened += 50) {
  await Promise.all(
    Array.from({ length: Math.min(50, pages - opened) }, () =>
      kind === 'sitecast' ? openSitecastPage() : openPlainPage(),
    ),
  );
}
process.stdout.write(`${JSON.stringify({ open: pages })}\n`);

// Each line asked for on standard input: what arrived since the last one.
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'take') process.stdout.write(`${JSON.stringify({ arrivals: arrivals.splice(0) })}\n`);
  else break;
}
process.exit(0);
