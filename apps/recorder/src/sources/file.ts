import { realpath, stat } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import { Refusal } from '@sitecast/contract';
import { createFaultSignal, type OpenedSource } from './opened-source.ts';

/** The demuxer is pinned by the name: what is inside must not choose it, some of them open further files. */
const demuxers: Readonly<Record<string, string>> = {
  '.mp4': 'mov',
  '.m4v': 'mov',
  '.mov': 'mov',
  '.ts': 'mpegts',
  '.mkv': 'matroska',
};

/** Reasons of refusal; they never say where the import folder lies, nor whether something outside it exists. */
const reasons = {
  outside: 'is not a file in the import folder',
  kind: 'is not an .mp4, .m4v, .mov, .ts or .mkv file',
} as const;

function refuse(reason: keyof typeof reasons): Refusal {
  return new Refusal('camera.source-refused', {
    detail: `The source's path ${reasons[reason]}.`,
    fields: [{ field: 'source.path', message: reasons[reason] }],
  });
}

async function findFile(path: string, importDir: string): Promise<string> {
  try {
    const root = await realpath(importDir);
    const found = await realpath(resolve(root, path));
    if (!found.startsWith(root + sep) || !(await stat(found)).isFile()) throw refuse('outside');
    return found;
  } catch (error) {
    throw error instanceof Refusal ? error : refuse('outside');
  }
}

/** Finds the file of a source and the demuxer its name pins. Throws `Refusal('camera.source-refused')`. */
export async function admitFile(path: string, importDir: string): Promise<{ found: string; demuxer: string }> {
  if (/[\u0000-\u001F\u007F]/.test(path)) throw refuse('outside');
  const demuxer = demuxers[extname(path).toLowerCase()];
  if (demuxer === undefined) throw refuse('kind');
  const found = await findFile(path, importDir);
  // A link may have another name than what it points to.
  if (demuxers[extname(found).toLowerCase()] !== demuxer) throw refuse('kind');
  return { found, demuxer };
}

/** Opens a file below the import folder as an endless camera. Throws `Refusal('camera.source-refused')`. */
export async function openFile(path: string, importDir: string): Promise<OpenedSource> {
  const { found, demuxer } = await admitFile(path, importDir);
  const signal = createFaultSignal();
  return {
    inputArgs: ['-re', '-stream_loop', '-1', '-f', demuxer, '-protocol_whitelist', 'file', '-i', `file:${found}`],
    get fault() {
      return signal.current;
    },
    onFault: signal.listen,
    close: async () => undefined,
  };
}
