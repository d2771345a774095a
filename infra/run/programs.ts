import type { EnvironmentName } from '@sitecast/contract';
import type { ProgramName } from './program.ts';

/**
 * The programs of the product: what is started, here, by systemd and by compose alike. `given` are the variables that a
 * way of starting must set; the others have defaults. `check` says what is wrong with an environment and starts nothing.
 */
export const programs: Readonly<
  Record<ProgramName, { entry: string; check: string; given: readonly EnvironmentName[] }>
> = {
  recorder: {
    entry: 'apps/recorder/src/main.ts',
    check: 'apps/recorder/src/check.ts',
    given: ['SITECAST_DATA', 'SITECAST_RECORDER_PORT', 'SITECAST_RTMP_PORT'],
  },
  server: {
    entry: 'apps/server/src/main.ts',
    check: 'apps/server/src/check.ts',
    given: ['SITECAST_DATA', 'SITECAST_HOST', 'SITECAST_PORT', 'SITECAST_RECORDER_URL'],
  },
  simulator: {
    entry: 'packages/simulator/src/main.ts',
    check: 'packages/simulator/src/check.ts',
    given: ['SITECAST_DATA', 'SITECAST_SERVER_URL', 'SITECAST_RECORDER_URL'],
  },
};
