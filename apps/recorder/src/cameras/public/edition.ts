import type { FootageReader } from '../../storage/footage/footage-reader.ts';
import type { StillArchive } from '../../storage/still/still-archive.ts';
import type { LiveEdge } from '../live/live-edge.ts';

/** A camera as somebody may see it: the sealed one as it came, or what of it is public. */
export interface Edition {
  readonly live: LiveEdge;
  readonly footage: FootageReader;
  readonly stills: StillArchive;
}
