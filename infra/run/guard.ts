import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a program (`node --import guard.ts main.ts`): when the starter is gone, however it ended, the pipe on
 * standard input closes, and the program ends as if it had been asked to. Programs need not know; under systemd or in a
 * container this file is not loaded.
 */
const lastResortMs = 12_000;

if (isMainThread) {
  const end = (): void => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => {
      try {
        // The starter made this process the leader of its group; whatever it started goes with it.
        process.kill(-process.pid, 'SIGKILL');
      } catch {
        process.kill(process.pid, 'SIGKILL');
      }
    }, lastResortMs).unref();
  };
  process.stdin.once('end', end).once('error', end).resume();
  // A pipe must not keep a program alive that has nothing left to do.
  if (process.stdin instanceof Socket) process.stdin.unref();
}
