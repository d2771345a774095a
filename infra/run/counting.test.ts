import { expect, test } from 'vitest';
import { patientPriority } from './command.ts';
import { createToolStep, runSteps } from './step.ts';
import { countReport, describeFailures, mergeSecondRun } from './vitest-report.ts';

const file = (status: string, ...tests: string[]) => namedFile('a.test.ts', status, ...tests);
const namedFile = (name: string, status: string, ...tests: string[]) => ({
  name,
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test('counts a file that could not be loaded as one failure', () => {
  const report = {
    numPassedTests: 2,
    numFailedTests: 0,
    testResults: [file('passed', 'passed', 'passed'), file('failed')],
  };
  expect(countReport(report, 1)).toEqual({ passed: 2, failed: 1 });
});

test('counts an error outside every test as one failure, and a failed test once', () => {
  expect(countReport({ numPassedTests: 1, numFailedTests: 0, testResults: [file('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
  });
  expect(
    countReport({ numPassedTests: 1, numFailedTests: 1, testResults: [file('failed', 'passed', 'failed')] }, 1),
  ).toEqual({ passed: 1, failed: 1 });
});

test('runs every step though one fails, says what it said, and adds up', async () => {
  const said: string[] = [];
  const total = await runSteps(
    [
      createToolStep('bad', [{ args: ['-e', 'console.error("what is wrong"); process.exit(2)'] }]),
      createToolStep('good', [{ args: ['-e', ''] }]),
      { name: 'counted', run: () => Promise.resolve({ passed: 7, failed: 1, output: '' }) },
      { name: 'thrown', run: () => Promise.reject(new Error('no such tool')) },
    ],
    (text) => said.push(text),
  );
  expect(total).toEqual({ passed: 8, failed: 3 });
  expect(said.join('\n')).toMatch(/FAIL .* bad[\s\S]*ok .* good[\s\S]*what is wrong[\s\S]*no such tool/);
});

test('runs lanes side by side, each in its order, and what comes after them when all have ended', async () => {
  const order: string[] = [];
  const passed = { passed: 1, failed: 0, output: '' };
  const other = Promise.withResolvers<void>();
  // The first of one lane ends only when the other lane is at its second step.
  const total = await runSteps(
    [
      [
        [
          { name: 'waits', run: () => other.promise.then(() => passed) },
          { name: 'after it', run: () => Promise.resolve(passed) },
        ],
        [
          { name: 'first', run: () => Promise.resolve(passed) },
          { name: 'second', run: () => (other.resolve(), Promise.resolve(passed)) },
        ],
      ],
      { name: 'last', run: () => Promise.resolve(passed) },
    ],
    (text) => order.push(text.replace(/^ok +[\d.]+ s +/, '')),
  );
  expect(total).toEqual({ passed: 5, failed: 0 });
  expect(order.indexOf('waits')).toBeGreaterThan(order.indexOf('first'));
  expect(order.indexOf('after it')).toBeGreaterThan(order.indexOf('waits'));
  expect(order.at(-1)).toBe('last');
});

test('runs a patient step below those beside it, and counts it as any other', async () => {
  // The priority is given after the start: the program looks until it has it.
  const look = `const { getPriority } = require('node:os'); const timer = setInterval(() => getPriority() === ${patientPriority()} && clearInterval(timer), 5)`;
  const steps = ['', 'process.exitCode = 3;'].map((end) =>
    createToolStep('reads', [{ args: ['-e', `${end}${look}`] }], { patient: true }),
  );
  expect(await runSteps([[steps]], () => undefined)).toEqual({ passed: 1, failed: 1 });
});

test('counts what a second run of the failed files says in place of the first, and no test twice', () => {
  const first = {
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [namedFile('a', 'passed', 'passed', 'passed'), namedFile('b', 'failed', 'passed', 'failed')],
  };
  const mended = { numPassedTests: 2, numFailedTests: 0, testResults: [namedFile('b', 'passed', 'passed', 'passed')] };
  expect(mergeSecondRun(first, { report: mended, code: 0 })).toEqual({ passed: 4, failed: 0 });
  const again = { numPassedTests: 1, numFailedTests: 1, testResults: [namedFile('b', 'failed', 'passed', 'failed')] };
  expect(mergeSecondRun(first, { report: again, code: 1 })).toEqual({ passed: 3, failed: 1 });
});

const failedReport = (fullName: string, message: string) => ({
  numPassedTests: 0,
  numFailedTests: 1,
  testResults: [
    {
      name: 'b.test.ts',
      status: 'failed',
      assertionResults: [{ status: 'failed', fullName, failureMessages: [message] }],
    },
  ],
});

test('names what failed and why', () => {
  const told = describeFailures(failedReport('keeps a post', 'expected 1 to be 2'));
  expect(told).toMatch(/b\.test\.ts: keeps a post\n {4}expected 1 to be 2/);
});

test('tells why in text alone, whatever bytes the failed test printed', () => {
  const told = describeFailures(failedReport('serves', '\u001b[31mgot\u001b[39m \0\u0007\t.'));
  expect(told).toContain('    got \ufffd\ufffd\ufffd.');
});
