import type { Audience } from '@sitecast/contract';
import { findCamera, isShown } from '../features/cameras/index.ts';
import type { MediaDoor, Visibility } from '../http/media-proxy.ts';
import { isAllowed, isInScope, type Caller } from '../platform/caller.ts';
import { toInstant, type Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/store.ts';

/** Whether a camera's footage is there for a caller, and which of it (MEDIA4). */
export async function findVisibility(
  db: Reader,
  camera: string,
  caller: Caller,
  door: MediaDoor = 'media',
): Promise<Visibility | null> {
  const row = await findCamera(db, camera);
  if (!row) return null;
  const { principal } = caller;
  // A wall plays the cameras of its own projects, through the public's door (INV17).
  if (principal?.kind === 'display' && (door !== 'media' || !isInScope(principal, row.project))) return null;
  const maySeeAll = caller.principal !== null && isAllowed(caller, 'camera.read-private', row.project);
  if (door === 'sealed') return maySeeAll ? 'private' : null;
  if (!isShown(row)) return maySeeAll && door === 'media' ? 'private' : null;
  if (door === 'media') return 'public';
  return caller.principal && isAllowed(caller, 'footage.read', row.project) ? 'undelayed' : null;
}

/** Which credentials still hold. */
export async function keepValidCredentials(
  db: Reader,
  credentials: readonly string[],
  clock: Clock,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('credential')
    .innerJoin('principal', 'principal.id', 'credential.principal')
    .select('credential.hash')
    .where('credential.hash', 'in', credentials)
    .where('principal.disabled_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', toInstant(clock.now()))]))
    .execute();
  return new Set(rows.map((row) => row.hash));
}

/** The last seq of each project and audience. */
export async function readLastSeqs(db: Reader): Promise<{ project: string; audience: Audience; seq: number }[]> {
  const rows = await db
    .selectFrom('event')
    .select(['project', 'audience'])
    .select((eb) => eb.fn.max('seq').as('seq'))
    .groupBy(['project', 'audience'])
    .execute();
  return rows.map((row) => ({ ...row, audience: row.audience as Audience, seq: Number(row.seq) }));
}
