import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** What marks a process as ours: the data folder it works for and the recorder that started it. */
const markName = 'RECORDER_INGEST_OF';

/** The variable that every ffmpeg of a recorder carries, so that the next start finds those that outlived it. */
export function toIngestMark(dataFolder: string, recorderPid: number): Record<string, string> {
  return { [markName]: `${toFolderMark(dataFolder)}:${recorderPid}` };
}

/**
 * Ends every ffmpeg that a recorder of this data folder left behind when it was killed. Most end by themselves when their
 * pipe breaks; one that waits for a camera to push writes nothing, never notices, and holds the port. Reads `/proc`;
 * where there is none, there is nothing to do. Answers how many it ended.
 */
export async function endOrphans(dataFolder: string): Promise<number> {
  const names = await readdir('/proc').catch((): string[] => []);
  const ended = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((name) => endIfOrphan(Number(name), toFolderMark(dataFolder))),
  );
  return ended.filter(Boolean).length;
}

async function endIfOrphan(pid: number, folderMark: string): Promise<boolean> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
    const owner = environment.split('\0').find((entry) => entry.startsWith(`${markName}=${folderMark}:`));
    if (owner === undefined) return false;
    // Behind the command's name, which may hold anything: state, then the parent.
    const parent = (await readFile(`/proc/${pid}/stat`, 'latin1')).split(') ').at(-1)?.split(' ')[1];
    if (owner.endsWith(`:${parent}`)) return false;
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    // It is gone, or another user's: either way not ours to end.
    return false;
  }
}

function toFolderMark(dataFolder: string): string {
  return createHash('sha256').update(dataFolder).digest('hex').slice(0, 32);
}
