import { timeLapseSettingsSchema, type TimeLapseSettings } from '@sitecast/contract';
import { readFileIfThere, writeFileAtomic } from '../storage/atomic-file.ts';

export interface SettingsFile {
  start(): Promise<void>;
  readonly settings: TimeLapseSettings | null;
  /** Whether it was another than before. */
  write(settings: TimeLapseSettings): Promise<boolean>;
}

/** What the server told about a camera's time-lapses, kept so that they are made while it is down. */
export function createSettingsFile(path: string): SettingsFile {
  let settings: TimeLapseSettings | null = null;
  return {
    async start() {
      const text = await readFileIfThere(path);
      if (!text) return;
      try {
        settings = timeLapseSettingsSchema.parse(JSON.parse(text.toString()));
      } catch {
        // An older form, or a file that was harmed: the server tells it again when it next connects.
        settings = null;
      }
    },
    get settings() {
      return settings;
    },
    async write(next) {
      if (JSON.stringify(next) === JSON.stringify(settings)) return false;
      await writeFileAtomic(path, JSON.stringify(next));
      settings = next;
      return true;
    },
  };
}
