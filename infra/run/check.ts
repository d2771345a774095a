import { runSteps } from './step.ts';
import { createGeneratedCodeStep, createReadingSteps, ruleStep, unitStep } from './steps.ts';

/** The fast half of the tests: what to run before a commit. Lint keeps a core busy for as long as all the others take. */
const { lint, others } = createReadingSteps({ patient: false });
const { passed, failed } = await runSteps(
  [createGeneratedCodeStep(), [[lint], [...others, ruleStep(), unitStep()]]],
  (text) => console.log(text),
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
