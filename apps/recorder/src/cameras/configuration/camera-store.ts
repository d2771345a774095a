import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cameraIdSchema, recorderCameraConfigSchema, type RecorderCameraConfig } from '@sitecast/contract';
import { z } from 'zod';
import { listNames, readFileIfThere, writeFileAtomic } from '../../storage/atomic-file.ts';
import { openSeal, sealText } from '../../platform/seal.ts';

const storedSchema = z.strictObject({
  version: z.literal(1),
  published: z.boolean(),
  retentionDays: recorderCameraConfigSchema.shape.retentionDays,
  archive: recorderCameraConfigSchema.shape.archive,
  ladder: recorderCameraConfigSchema.shape.ladder,
  dial: recorderCameraConfigSchema.shape.dial,
  privacy: recorderCameraConfigSchema.shape.privacy,
  source: z.string(),
  /** Sealed as the source is, and bound to this place: neither opens in the other's. */
  onvif: z.string().optional(),
});

const toOnvifOwner = (id: string): string => `${id}/onvif`;

export interface CameraStore {
  /** Every camera that can be read; what cannot is told by id and left as it is. */
  readAll(): Promise<{ cameras: Map<string, RecorderCameraConfig>; unreadable: string[] }>;
  write(id: string, config: RecorderCameraConfig): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The cameras as they are on disk, one file each, the source sealed (CTRL1, CTRL2). */
export function createCameraStore(folder: string, secret: string): CameraStore {
  const toPath = (id: string) => join(folder, `${id}.json`);

  const read = async (id: string): Promise<RecorderCameraConfig> => {
    const text = (await readFileIfThere(toPath(id)))?.toString('utf8') ?? '';
    const stored = storedSchema.parse(JSON.parse(text));
    return recorderCameraConfigSchema.parse({
      published: stored.published,
      retentionDays: stored.retentionDays,
      archive: stored.archive,
      ladder: stored.ladder,
      dial: stored.dial,
      privacy: stored.privacy,
      source: JSON.parse(openSeal(stored.source, id, secret)),
      onvif: stored.onvif === undefined ? undefined : JSON.parse(openSeal(stored.onvif, toOnvifOwner(id), secret)),
    });
  };

  return {
    async readAll() {
      const cameras = new Map<string, RecorderCameraConfig>();
      const unreadable: string[] = [];
      for (const id of await listIds(folder)) {
        try {
          cameras.set(id, await read(id));
        } catch {
          unreadable.push(id);
        }
      }
      return { cameras, unreadable };
    },
    write(id, config) {
      const source = sealText(JSON.stringify(config.source), id, secret);
      const { published, retentionDays, archive, ladder, dial, privacy } = config;
      const stored: z.infer<typeof storedSchema> = {
        version: 1,
        published,
        retentionDays,
        archive,
        ladder,
        dial,
        privacy,
        source,
        ...(config.onvif && { onvif: sealText(JSON.stringify(config.onvif), toOnvifOwner(id), secret) }),
      };
      return writeFileAtomic(toPath(id), `${JSON.stringify(stored)}\n`, 0o600);
    },
    remove: (id) => rm(toPath(id), { force: true }),
  };
}

async function listIds(folder: string): Promise<string[]> {
  return (await listNames(folder)).flatMap((name) => {
    const id = name.endsWith('.json') ? name.slice(0, -5) : '';
    return cameraIdSchema.safeParse(id).success ? [id] : [];
  });
}
