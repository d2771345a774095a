import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const node = { environment: 'node' as const, testTimeout: 180_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    // Most of them wait for sockets, ffmpeg and disks: a file a core would leave a small machine idle.
    maxWorkers: Math.max(4, availableParallelism()),
    projects: [
      { test: { ...node, name: 'unit', include: ['packages/*/src/**/*.test.ts', 'apps/dashboard/src/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'integration',
          include: ['apps/{server,recorder}/src/**/*.test.ts', 'infra/**/*.test.ts', 'tests/support/**/*.test.ts'],
        },
      },
      { test: { ...node, name: 'architecture', include: ['tests/architecture/**/*.test.ts'] } },
      {
        test: {
          ...node,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          testTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...node,
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          // Each has a product and a browser of its own, and waits for pictures more than it reckons; more than two would
          // have to wait for each other.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
