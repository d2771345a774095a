import { readFileIfThere, writeFileAtomic } from '../atomic-file.ts';

export interface LateHours {
  open(): Promise<void>;
  /** Hours to which footage came after they were over, as the instants they begin. */
  list(): number[];
  add(hour: number): Promise<void>;
  /** The same, and from now on they are new again; on disk they stay until `settle`. */
  take(): number[];
  /** What they held when they were taken was put by. */
  settle(): Promise<void>;
}

/** Which closed hours must be looked at again, also after a crash between their footage and their line in the log. */
export function createLateHours(path: string): LateHours {
  let hours: number[] = [];
  const write = () => writeFileAtomic(path, `${hours.join('\n')}\n`);
  return {
    async open() {
      const text = (await readFileIfThere(path))?.toString('latin1') ?? '';
      hours = text.split('\n').flatMap((line) => (/^\d{1,15}$/.test(line) ? [Number(line)] : []));
    },
    list: () => [...hours],
    async add(hour) {
      if (hours.includes(hour)) return;
      hours = [...hours, hour];
      await write();
    },
    take() {
      const taken = hours;
      hours = [];
      return taken;
    },
    settle: write,
  };
}
