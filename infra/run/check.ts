import { runSteps } from './step.ts';
import { createCheckSteps } from './steps.ts';

/** The fast half of the tests: what to run before a commit. */
const { passed, failed } = await runSteps(createCheckSteps(), (text) => console.log(text));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
