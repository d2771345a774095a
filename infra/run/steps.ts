import { checkBundleBudget } from './bundle-budget.ts';
import { ensureDashboardBuild } from './dashboard-build.ts';
import { createToolStep } from './step.ts';
import type { Step } from './step.ts';
import { prepareTestMachine } from './test-machine.ts';
import { findTool } from './tool.ts';
import { createVitestStep } from './vitest-step.ts';
import { inWorkspace } from './workspace.ts';

const dashboard = 'apps/dashboard';

/** What the compilers and the linter need of the dashboard before they can read it. */
export function createGeneratedCodeStep(): Step {
  const cwd = inWorkspace(dashboard);
  return createToolStep('generated code of the dashboard', [
    { args: [findTool(dashboard, '@sveltejs/kit', 'svelte-kit'), 'sync'], cwd },
    // The texts of the five languages are compiled to functions; without them nothing in the dashboard has a type.
    { args: [inWorkspace(dashboard, 'messages/compile.ts')], cwd },
  ]);
}

/** What reads the sources and runs none of them: lint, which takes as long as all the others, and the others. */
export function createReadingSteps(options: { patient: boolean }): { lint: Step; others: Step[] } {
  const typeChecker = findTool('.', '@typescript/native', 'tsc');
  const createReader = (name: string, args: readonly string[], cwd?: string): Step =>
    createToolStep(name, [{ args, ...(cwd !== undefined && { cwd }) }], options);
  return {
    // A fifth of its time went to collecting what it had just made.
    lint: createReader('lint', ['--max-semi-space-size=64', findTool('.', 'eslint'), '.', '--max-warnings', '0']),
    others: [
      createReader('format', [findTool('.', 'prettier'), '--check', '--log-level', 'warn', '.']),
      createReader('types of the programs', [typeChecker, '-p', 'tsconfig.json']),
      createReader('types of the tests', [typeChecker, '-p', 'tests/tsconfig.json']),
      createReader(
        'types of the dashboard',
        [findTool(dashboard, 'svelte-check'), '--fail-on-warnings', '--output', 'human'],
        inWorkspace(dashboard),
      ),
      createReader('dead code', [findTool('.', 'knip')]),
    ],
  };
}

export const ruleStep = (): Step => createVitestStep('architecture rules', ['architecture']);
export const unitStep = (): Step => createVitestStep('unit tests', ['unit']);
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
