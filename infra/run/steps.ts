import { checkBundleBudget } from './bundle-budget.ts';
import { ensureDashboardBuild } from './dashboard-build.ts';
import { createToolStep } from './step.ts';
import type { Lanes, Step } from './step.ts';
import { prepareTestMachine } from './test-machine.ts';
import { findTool } from './tool.ts';
import { createVitestStep } from './vitest-step.ts';
import { inWorkspace } from './workspace.ts';

const dashboard = 'apps/dashboard';

/**
 * What needs nothing but the checkout: format, types, lint, dead code, house rules, unit tests. Lint keeps one core busy
 * for as long as all the others take, so it runs beside them.
 */
export function createCheckSteps(): (Step | Lanes)[] {
  const cwd = inWorkspace(dashboard);
  const typeChecker = findTool('.', '@typescript/native', 'tsc');
  return [
    createToolStep('generated code of the dashboard', [
      { args: [findTool(dashboard, '@sveltejs/kit', 'svelte-kit'), 'sync'], cwd },
      // The texts of the five languages are compiled to functions; without them nothing in the dashboard has a type.
      { args: [inWorkspace(dashboard, 'messages/compile.ts')], cwd },
    ]),
    [
      [createToolStep('lint', [{ args: [findTool('.', 'eslint'), '.', '--max-warnings', '0'] }])],
      [
        createToolStep('format', [{ args: [findTool('.', 'prettier'), '--check', '--log-level', 'warn', '.'] }]),
        createToolStep('types of the programs', [{ args: [typeChecker, '-p', 'tsconfig.json'] }]),
        createToolStep('types of the tests', [{ args: [typeChecker, '-p', 'tests/tsconfig.json'] }]),
        createToolStep('types of the dashboard', [
          { args: [findTool(dashboard, 'svelte-check'), '--fail-on-warnings', '--output', 'human'], cwd },
        ]),
        createToolStep('dead code', [{ args: [findTool('.', 'knip')] }]),
        createVitestStep('architecture rules', ['architecture']),
        createVitestStep('unit tests', ['unit']),
      ],
    ],
  ];
}

export const integrationStep = (): Step => createVitestStep('integration tests', ['integration']);
export const faultStep = (): Step =>
  createVitestStep('faults', ['faults'], { measured: /^fault {2,}[\s\S]*?each whole\.$/m });
export const journeyStep = (): Step => createVitestStep('browser journeys', ['e2e']);

/** The machine's own parts (browser, ffmpeg, nginx …), installed where that is allowed. */
export function createMachineStep(say: (line: string) => void): Step {
  return {
    name: 'machine',
    async run() {
      const missing = await prepareTestMachine(process.env, say);
      const output = `Missing: ${missing.join(', ')}. Install the packages of infra/debian-packages.txt.`;
      return missing.length === 0 ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output };
    },
  };
}

export function createBuildStep(say: (line: string) => void): Step {
  return {
    name: 'dashboard build',
    async run() {
      await ensureDashboardBuild(say);
      return { passed: 1, failed: 0, output: '' };
    },
  };
}

/** The first page's JavaScript against `bundle-budget.json`. */
export function createBudgetStep(say: (line: string) => void): Step {
  return {
    name: 'bundle budget',
    async run() {
      const { report, faults } = await checkBundleBudget();
      for (const line of report) say(`       ${line}`);
      return { passed: faults.length === 0 ? 1 : 0, failed: faults.length === 0 ? 0 : 1, output: faults.join('\n') };
    },
  };
}
