import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { workspace } from './workspace.ts';

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    /** Why a file could not be loaded. */
    message?: string;
    assertionResults: { status: string; fullName?: string; failureMessages?: string[] }[];
  }[];
}

export interface Counts {
  passed: number;
  failed: number;
}

/**
 * Counts a report. A file that could not even be loaded has no tests to fail, and an error outside any test fails none
 * either: each still counts as one, or a broken suite would look green.
 */
export function countReport(report: VitestReport, exitCode: number): Counts {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** The counts of a whole run of which the failed files were run a second time: theirs are replaced. */
export function mergeSecondRun(first: VitestReport, second: { report: VitestReport; code: number }): Counts {
  const again = new Set(second.report.testResults.map((file) => file.name));
  const kept = first.testResults
    .filter((file) => !again.has(file.name))
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed').length;
  const counts = countReport(second.report, second.code);
  return { passed: kept + counts.passed, failed: counts.failed };
}

/** Each failed test with its file and the first lines of why, for the end of a long log. */
export function describeFailures(report: VitestReport): string {
  return report.testResults
    .filter((file) => file.status === 'failed')
    .flatMap((file) => {
      const path = relative(workspace, file.name);
      const failed = file.assertionResults.filter((test) => test.status === 'failed');
      if (failed.length === 0) return [`  ${path}\n${indent(file.message ?? 'failed outside every test')}`];
      return failed.map(
        (test) => `  ${path}: ${test.fullName ?? ''}\n${indent(test.failureMessages?.join('\n') ?? '')}`,
      );
    })
    .join('\n');
}

/** What a test printed may hold any byte; a log with such bytes is no text any more to the tools that read it. */
const indent = (text: string): string =>
  stripVTControlCharacters(text)
    .split('\n')
    .slice(0, 12)
    .map((line) => `    ${line.slice(0, 300).replaceAll(/\p{Cc}/gu, '\u{fffd}')}`)
    .join('\n');
