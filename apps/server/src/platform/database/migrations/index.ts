import type { Migration } from '../migrate.ts';
import { foundation } from './0001-foundation.ts';

/** In order, without gaps. A released one is never edited: its checksum is kept in the database. */
export const migrations: readonly Migration[] = [foundation];
