import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMediaMemory } from './media-memory.ts';

/**
 * What a process writes to, and we read from into memory that is kept as it is. The pipes of `spawn` are read into 64 kB
 * of new memory each time; at 4 Mbit/s and a dozen cameras to free that again cost more than all else (README).
 */
export interface MediaPipe {
  /** For `stdio` of `spawn`. Destroy it when the process runs: the end is seen when nobody has it any more. */
  readonly far: Socket;
  /** Settles when the far end is closed and everything is read; never rejects. */
  readonly ended: Promise<void>;
}

const wordBytes = 32;

/** Opens a pipe; `take` gets what was written, in order, to keep. Rejects where the system has no socket to give. */
export async function openMediaPipe(
  take: (chunk: Uint8Array) => void,
  name: string = randomBytes(24).toString('hex'),
): Promise<MediaPipe> {
  // A name in the kernel, as no disk may be full for it. Others can see such a name: only who knows the word is taken.
  const path = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name);
  const word = randomBytes(wordBytes);
  const memory = createMediaMemory();
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  try {
    const arriving = acceptOne(server, word);
    const near = connect({
      path,
      onread: {
        buffer: () => memory.room(),
        callback(bytes) {
          take(memory.fill(bytes));
          return true;
        },
      },
    });
    const ended = new Promise<void>((resolve) => near.once('close', () => resolve()));
    // An end that breaks is an end; what it means is told by the process behind it.
    near.on('error', () => undefined);
    near.write(word);
    const far = await Promise.race([arriving, ended]);
    if (!far) throw new Error('the pipe was cut before it was whole');
    return { far, ended };
  } finally {
    server.close();
  }
}

/** The connection that says the word; any other is cut. */
function acceptOne(server: Server, word: Buffer): Promise<Socket> {
  const strangers = new Set<Socket>();
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      const read = (): void => {
        const said = socket.read(word.length) as Buffer | null;
        if (said === null) return;
        socket.off('readable', read);
        if (said.length !== word.length || !timingSafeEqual(said, word)) return void socket.destroy();
        strangers.delete(socket);
        for (const stranger of strangers) stranger.destroy();
        resolve(socket);
      };
      strangers.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('readable', read);
    });
  });
}
