import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import type { Step, StepResult } from './step.ts';
import { findTool } from './tool.ts';
import { workspace } from './workspace.ts';

/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts a report. A file that could not even be loaded has no tests to fail, and an error outside any test fails none
 * either: each still counts as one, or a broken suite would look green.
 */
export function countReport(report: VitestReport, exitCode: number): { passed: number; failed: number } {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** A step that runs vitest projects. */
export function createVitestStep(name: string, projects: readonly string[]): Step {
  return {
    name,
    async run(): Promise<StepResult> {
      const folder = await mkdtemp(join(tmpdir(), 'sitecast-report-'));
      try {
        const reportFile = join(folder, 'report.json');
        const { code, output } = await runCommand(
          process.execPath,
          [
            findTool('.', 'vitest'),
            'run',
            ...projects.map((project) => `--project=${project}`),
            '--reporter=default',
            '--reporter=json',
            `--outputFile.json=${reportFile}`,
          ],
          { cwd: workspace, env: toTestEnvironment(process.env) },
        );
        const report = await readFile(reportFile, 'utf8').then(
          (text) => JSON.parse(text) as VitestReport,
          () => null,
        );
        if (!report) return { passed: 0, failed: 1, output };
        return { ...countReport(report, code), output };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A developer's own settings of the product must not reach the tests. */
function toTestEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('SITECAST_'));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', TZ: environment['TZ'] ?? 'UTC' };
}
