import { runSteps } from './step.ts';
import {
  createBudgetStep,
  createBuildStep,
  createGeneratedCodeStep,
  createMachineStep,
  createReadingSteps,
  faultStep,
  integrationStep,
  journeyStep,
  ruleStep,
  unitStep,
} from './steps.ts';

/**
 * Everything. The last line is `N passed, N failed`. Most tests wait for sockets, cameras and disks: what only reads the
 * sources is done meanwhile, and leaves them the machine whenever they want it. The build comes before both, as it
 * writes among what is read; the journeys come last, when nothing else runs.
 */
const say = (text: string): void => console.log(text);
const { lint, others } = createReadingSteps({ patient: true });

const { passed, failed } = await runSteps(
  [
    createMachineStep(say),
    createGeneratedCodeStep(),
    createBuildStep(say),
    createBudgetStep(say),
    [
      [...others, lint],
      [ruleStep(), unitStep(), integrationStep(), faultStep()],
    ],
    journeyStep(),
  ],
  say,
);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
