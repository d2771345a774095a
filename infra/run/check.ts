import { runSteps } from './step.ts';
import { architectureStep, createStaticSteps, unitStep } from './steps.ts';

/** The fast half of the tests: what to run before a commit. */
const { passed, failed } = await runSteps([...createStaticSteps(), architectureStep(), unitStep()], (text) =>
  console.log(text),
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
