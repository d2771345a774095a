import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Store } from '../../platform/store.ts';
import type { AccessListener } from './access-change.ts';
import type { SignInLimits } from './sign-in-limits.ts';

/** What this feature needs from outside. */
export interface PeopleParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly limits: SignInLimits;
  readonly onAccessChange: AccessListener;
}
