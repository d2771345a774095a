import { expect, test } from 'vitest';
import { createToolStep, runSteps } from './step.ts';
import { countReport } from './vitest-step.ts';

const file = (status: string, ...tests: string[]) => ({
  name: 'a.test.ts',
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
  expect(said.join('\n')).toMatch(/FAIL .* bad[\s\S]*what is wrong[\s\S]*ok .* good[\s\S]*no such tool/);
});
