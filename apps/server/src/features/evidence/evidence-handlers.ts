import { Refusal } from '@sitecast/contract';
import { toInstantOfClock } from '@sitecast/progress';
import { appendAudit } from '../../platform/audit.ts';
import type { HandlersOf } from '../../platform/call.ts';
import { toInstant, type Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store } from '../../platform/store.ts';
import { readZone } from '../../platform/project-guard.ts';
import type { EvidenceFiles } from './evidence-files.ts';
import type { CaptureTime, DrawPhoto } from './media-type.ts';
import { toEvidenceView } from './read-evidence.ts';
import type { EvidenceTable } from './tables.ts';

/** How far an uploader's clock may be ahead of ours. */
const clockSlackMs = 300_000;

export interface EvidenceParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly files: EvidenceFiles;
  readonly drawPhoto: DrawPhoto;
}

export function createEvidenceHandlers({
  store,
  clock,
  ids,
  files,
  drawPhoto,
}: EvidenceParts): HandlersOf<'evidence.upload'> {
  return {
    'evidence.upload': async (call) => {
      const { project } = call.params;
      const { bytes, sha256, credit, takenAt } = call.upload;
      const zone = await readZone(store.db, project);
      const atMs = clock.now();
      if (takenAt !== null && Date.parse(takenAt) > atMs + clockSlackMs) {
        throw new Refusal('request.invalid', { fields: [{ field: 'takenAt', message: 'is in the future' }] });
      }
      const photo = await drawPhoto(bytes);
      const row: EvidenceTable = {
        id: ids.createId(),
        project,
        sha256,
        bytes: bytes.length,
        media_type: photo.mediaType,
        width: photo.width,
        height: photo.height,
        taken_at: takenAt ?? toTakenAt(photo.captured, zone, atMs),
        credit,
        uploaded_by: call.caller.principal?.id ?? 'visitor',
        uploaded_at: toInstant(atMs),
        attached_at: null,
      };
      // Files first: a row never names a file that a power cut took (IDEM4).
      const isNew = await keepFiles(files, sha256, { original: bytes, large: photo.large, small: photo.small });
      try {
        return await call.write(async (tx) => {
          await tx.insertInto('evidence').values(row).execute();
          await appendAudit(tx, {
            atMs,
            actor: row.uploaded_by,
            action: 'evidence.upload',
            entity: 'evidence',
            entityId: row.id,
            requestId: call.requestId,
            detail: { project, sha256, bytes: row.bytes, mediaType: row.media_type },
          });
          return toEvidenceView(row);
        });
      } catch (error) {
        if (isNew && !(await isKnown(store, sha256))) await files.remove(sha256);
        throw error;
      }
    },
  };
}

async function keepFiles(
  files: EvidenceFiles,
  sha256: string,
  contents: Parameters<EvidenceFiles['keep']>[1],
): Promise<boolean> {
  try {
    return await files.keep(sha256, contents);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new Refusal('storage.full');
    throw error;
  }
}

/** Whether another upload of the same bytes was acknowledged meanwhile: its files stay. */
async function isKnown(store: Store, sha256: string): Promise<boolean> {
  const row = await store.db.selectFrom('evidence').select('id').where('sha256', '=', sha256).executeTakeFirst();
  return row !== undefined;
}

/** The camera's time as an instant; null where it says none, or one that has not come yet (a clock set wrong). */
function toTakenAt(captured: CaptureTime | null, zone: string, nowMs: number): string | null {
  if (captured === null) return null;
  const { date, time, offset } = captured;
  try {
    const instant =
      offset === null ? toInstantOfClock(date, time, zone) : toInstant(Date.parse(`${date}T${time}${offset}`));
    return Date.parse(instant) <= nowMs ? instant : null;
  } catch {
    return null;
  }
}
