import { runSteps } from './step.ts';
import {
  createBudgetStep,
  createBuildStep,
  createMachineStep,
  createCheckSteps,
  faultStep,
  integrationStep,
  journeyStep,
} from './steps.ts';

/** Everything, in the order in which a fault is cheapest to find. The last line is `N passed, N failed`. */
const say = (text: string): void => console.log(text);

const { passed, failed } = await runSteps(
  [
    createMachineStep(say),
    ...createCheckSteps(),
    createBuildStep(say),
    createBudgetStep(say),
    integrationStep(),
    faultStep(),
    journeyStep(),
  ],
  say,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
