import type { ServerResponse } from 'node:http';
import type { FaultSignal } from '../opened-source.ts';
import { flvHead, readVideoRole, writeVideoTag, type VideoPacket } from './flv.ts';

/** A reader that lets this much wait is not reading; what it misses is dropped up to the next key frame. */
const mostWaitingBytes = 8 << 20;

/** Carries one camera's published video to the one ffmpeg that reads it. */
export interface Outlet {
  /** ffmpeg came; it waits here until the camera publishes. */
  serve(response: ServerResponse): void;
  begin(): void;
  carry(packet: VideoPacket): void;
  /** The camera went away. */
  end(): void;
  close(): void;
}

/** `patienceMs`: how long ffmpeg waits for the camera before that is a fault; it goes on waiting. */
export function createOutlet(options: { signal: FaultSignal; patienceMs: number }): Outlet {
  const { signal, patienceMs } = options;
  let reader: ServerResponse | null = null;
  let setup: VideoPacket | null = null;
  let isPublished = false;
  let hasHead = false;
  let isWaitingForKey = true;
  let patience: NodeJS.Timeout | undefined;

  function drop(): void {
    clearTimeout(patience);
    reader?.destroy();
    reader = null;
  }

  return {
    serve(response) {
      if (reader) return void response.writeHead(409).end();
      reader = response;
      hasHead = false;
      isWaitingForKey = true;
      response.on('close', () => {
        if (reader === response) drop();
      });
      if (!isPublished) patience = setTimeout(() => signal.raise('silent'), patienceMs);
    },
    begin() {
      isPublished = true;
      setup = null;
      isWaitingForKey = true;
      clearTimeout(patience);
      // ffmpeg has seen another stream before: it must begin anew with this one's setup.
      if (hasHead) drop();
    },
    carry(packet) {
      const role = readVideoRole(packet.payload);
      if (role === 'unknown') return signal.raise('codec-unsupported');
      if (role === 'setup') setup = packet;
      if (!reader || !setup) return;
      if (reader.writableLength > mostWaitingBytes) isWaitingForKey = true;
      if (isWaitingForKey && role !== 'key') return;
      if (isWaitingForKey && reader.writableLength > mostWaitingBytes) return;
      if (!hasHead) {
        reader.writeHead(200, { 'content-type': 'video/x-flv' });
        reader.write(Buffer.concat([flvHead, writeVideoTag({ ...setup, timestampMs: packet.timestampMs })]));
        hasHead = true;
        signal.clear();
      } else if (isWaitingForKey) reader.write(writeVideoTag({ ...setup, timestampMs: packet.timestampMs }));
      isWaitingForKey = false;
      reader.write(writeVideoTag(packet));
    },
    end() {
      isPublished = false;
      setup = null;
      signal.raise('ended');
      drop();
    },
    close: drop,
  };
}
