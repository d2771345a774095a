import type { Migration } from '../migrate.ts';
import { foundation } from './0001-foundation.ts';
import { domain } from './0002-domain.ts';
import { costs } from './0003-costs.ts';
import { ledger } from './0004-ledger.ts';
import { approvals } from './0005-approvals.ts';
import { imports } from './0006-imports.ts';
import { plans } from './0007-plans.ts';
import { proofs } from './0008-proofs.ts';
import { records } from './0009-records.ts';
import { footage } from './0010-footage.ts';
import { privacy } from './0011-privacy.ts';
import { places } from './0012-places.ts';
import { restreams } from './0013-restreams.ts';
import { ladders } from './0014-ladders.ts';
import { planPlaces } from './0015-plan-places.ts';
import { presets } from './0017-presets.ts';
import { dialLimits } from './0019-dial-limits.ts';

/** In order. A released one is never edited: its checksum is kept in the database. */
export const migrations: readonly Migration[] = [
  foundation,
  domain,
  costs,
  ledger,
  approvals,
  imports,
  plans,
  proofs,
  records,
  footage,
  privacy,
  places,
  restreams,
  ladders,
  planPlaces,
  presets,
  dialLimits,
];
