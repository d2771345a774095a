import { join } from 'node:path';
import { pinRequestSchema, type Pin } from '@sitecast/contract';
import { z } from 'zod';
import { readFileIfThere, writeFileAtomic } from '../atomic-file.ts';

export interface PinStore {
  start(): Promise<void>;
  list(): readonly Pin[];
  /** Keeps a moment; another one under the same `ref` gives way to it. */
  put(pin: Pin): Promise<void>;
  remove(ref: string): Promise<void>;
}

/** More moments than a project has; the list is read whole and looked through for each segment asked for. */
const maxPins = 2_000;

/** The moments of a camera that are kept whatever its rules say. */
export function createPinStore(folder: string): PinStore {
  const path = join(folder, 'pins.json');
  let pins: readonly Pin[] = [];

  const write = async (next: readonly Pin[]): Promise<void> => {
    await writeFileAtomic(path, `${JSON.stringify(next)}\n`);
    pins = next;
  };

  return {
    async start() {
      const text = (await readFileIfThere(path))?.toString('utf8');
      pins = text === undefined ? [] : z.array(pinRequestSchema).parse(JSON.parse(text));
    },
    list: () => pins,
    async put(pin) {
      const others = pins.filter((one) => one.ref !== pin.ref);
      const next = [...others, pin];
      // Photos are many, milestones are few and named: of too many the oldest photo's goes.
      const last = next.findIndex(({ reason }) => reason === 'evidence');
      await write(next.length > maxPins ? next.toSpliced(Math.max(0, last), 1) : next);
    },
    async remove(ref) {
      if (pins.some((one) => one.ref === ref)) await write(pins.filter((one) => one.ref !== ref));
    },
  };
}
