import { runCommand } from './command.ts';
import { workspace } from './workspace.ts';

export interface StepResult {
  passed: number;
  failed: number;
  /** What a person needs to see when it failed. */
  output: string;
  /** What a person should know though it passed. */
  notes?: readonly string[];
}

/** One part of "is it all right?": its tests counted, or one where it counts none. */
export interface Step {
  name: string;
  run(): Promise<StepResult>;
}

interface ToolStepOptions {
  /** It takes what the steps beside it leave of the machine. */
  patient?: boolean;
}

/** A step that is one or more tools run with this Node: it passes when each ends with 0. */
export function createToolStep(
  name: string,
  commands: readonly { args: readonly string[]; cwd?: string }[],
  { patient = false }: ToolStepOptions = {},
): Step {
  return {
    name,
    async run() {
      for (const { args, cwd } of commands) {
        const { code, output } = await runCommand(process.execPath, args, { cwd: cwd ?? workspace, patient });
        if (code !== 0) return { passed: 0, failed: 1, output };
      }
      return { passed: 1, failed: 0, output: '' };
    },
  };
}

/** Steps that do not wait for each other: the lists run at the same time, each list in its order. */
export type Lanes = readonly (readonly Step[])[];

/**
 * Runs steps in their order, all of them, and says how each went and how long it took. What failed is told at the end,
 * where a log that was cut still has it.
 */
export async function runSteps(
  steps: readonly (Step | Lanes)[],
  say: (text: string) => void,
): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 };
  const told: string[] = [];
  const runStep = async (step: Step): Promise<void> => {
    const startedAt = performance.now();
    const { passed, failed, output, notes } = await step.run().catch((error: unknown): StepResult => {
      return { passed: 0, failed: 1, output: error instanceof Error ? error.message : String(error) };
    });
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    say(
      `${failed === 0 ? 'ok  ' : 'FAIL'} ${seconds} s  ${step.name}${passed + failed > 1 ? `  (${passed} passed, ${failed} failed)` : ''}`,
    );
    for (const note of notes ?? []) told.push(`${step.name}: ${note}`);
    if (failed > 0 && output.trim() !== '') told.push(`${step.name}:\n${output.trimEnd()}`);
  };
  const runInOrder = async (lane: readonly Step[]): Promise<void> => {
    for (const step of lane) await runStep(step);
  };
  for (const each of steps) await ('run' in each ? runStep(each) : Promise.all(each.map(runInOrder)));
  for (const text of told) say(`\n${text}`);
  return total;
}
