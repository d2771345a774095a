import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import type { Step } from './step.ts';
import { findTool } from './tool.ts';
import { countReport, describeFailures, mergeSecondRun } from './vitest-report.ts';
import type { VitestReport } from './vitest-report.ts';
import { workspace } from './workspace.ts';

/** More files than these fail for a reason that a quieter machine does not mend. */
const mostFilesRunAgain = 5;

interface VitestStepOptions {
  /** What its tests print that is told also when all of them passed. */
  measured?: RegExp;
}

interface Run {
  /** Null where vitest ended before it could write one. */
  report: VitestReport | null;
  code: number;
  output: string;
}

/**
 * A step that runs vitest projects. The files of a failed test are run once more, one after another: journeys and
 * sockets share a machine with everything else here. What passes only then is counted as passed and named, so that it
 * is seen and mended; what fails twice has failed.
 */
export function createVitestStep(name: string, projects: readonly string[], options: VitestStepOptions = {}): Step {
  const selection = projects.map((project) => `--project=${project}`);
  return {
    name,
    async run() {
      const first = await runVitest(selection);
      if (!first.report) return { passed: 0, failed: 1, output: first.output.slice(-8_000) };
      const counted = countReport(first.report, first.code);
      const files = first.report.testResults.filter((file) => file.status === 'failed').map((file) => file.name);
      const measured = options.measured?.exec(first.output)?.[0];
      if (counted.failed === 0)
        return { ...counted, output: '', ...(measured && { notes: [`measured:\n${measured}`] }) };
      const failures = describeFailures(first.report);
      const output = failures === '' ? first.output.slice(-8_000) : failures;
      if (files.length === 0 || files.length > mostFilesRunAgain) return { ...counted, output };
      const second = await runVitest([...selection, '--no-file-parallelism', ...files]);
      if (!second.report) return { ...counted, output };
      const merged = mergeSecondRun(first.report, { ...second, report: second.report });
      return merged.failed === 0
        ? { ...merged, output: '', notes: [`unsteady, passed when run again:\n${failures}`] }
        : { ...merged, output: describeFailures(second.report) || second.output.slice(-8_000) };
    },
  };
}

async function runVitest(args: readonly string[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'sitecast-report-'));
  try {
    const reportFile = join(folder, 'report.json');
    const { code, output } = await runCommand(
      process.execPath,
      [
        findTool('.', 'vitest'),
        'run',
        ...args,
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
    return { report, code, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A developer's own settings of the product must not reach the tests. */
function toTestEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('SITECAST_'));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', TZ: environment['TZ'] ?? 'UTC' };
}
