import type { ServerResponse } from 'node:http';
import type { RecorderEvent } from '@sitecast/contract';
import type { CameraRegistry } from '../cameras/registry.ts';
import type { Clock } from '../platform/clock.ts';

export interface ControlEvents {
  /** Makes a response a stream of events, beginning with the snapshot. */
  open(response: ServerResponse): void;
  close(): void;
}

const beatMs = 2_000;
/** A reader this far behind gets a fresh snapshot by coming again. */
const maxWaitingBytes = 1_048_576;

/** `GET /control/events`: snapshot, then each change; beats, because silence must mean that we are gone (CTRL3). */
export function createControlEvents(registry: CameraRegistry, clock: Clock): ControlEvents {
  const readers = new Set<ServerResponse>();
  let stopListening: (() => void) | null = null;
  let timer: NodeJS.Timeout | null = null;

  const now = () => new Date(clock.nowMs()).toISOString();

  const write = (response: ServerResponse, event: RecorderEvent): void => {
    if (response.writableLength > maxWaitingBytes) response.destroy();
    else response.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const tell = (event: RecorderEvent): void => readers.forEach((reader) => write(reader, event));

  const readLastFrames = (): Record<string, string> =>
    Object.fromEntries(
      registry
        .list()
        .flatMap(({ id, view }) => (view.health.lastFrameAt === null ? [] : [[id, view.health.lastFrameAt]])),
    );

  const listen = (): void => {
    stopListening ??= registry.onEvent((event) => tell({ ...event, at: now() }));
    timer ??= setInterval(() => tell({ type: 'beat', at: now(), lastFrames: readLastFrames() }), beatMs);
  };
  const rest = (): void => {
    stopListening?.();
    if (timer) clearInterval(timer);
    stopListening = null;
    timer = null;
  };

  return {
    open(response) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      // From here on without a pause: nothing can change between the snapshot and the first event.
      write(response, { type: 'snapshot', cameras: registry.list().map((camera) => camera.view), at: now() });
      readers.add(response);
      listen();
      response.once('close', () => {
        readers.delete(response);
        if (readers.size === 0) rest();
      });
    },
    close() {
      rest();
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}
