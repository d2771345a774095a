import { runCommand } from './command.ts';
import { configurationRefused } from './program.ts';
import type { ProgramName } from './program.ts';
import { programs } from './programs.ts';
import { inWorkspace } from './workspace.ts';

/**
 * What the programs themselves say of an environment, before anything is built or started: a line per fault, told once
 * however many programs say it (ENV1). Rejects where a program could not even be asked.
 */
export async function findEnvironmentFaults(
  names: readonly ProgramName[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const said = new Set<string>();
  // One after another: each tries the data folder and takes away what it made, and would find another's trial in it.
  for (const name of names) for (const line of await askProgram(name, environment)) said.add(line);
  return [...said];
}

async function askProgram(
  name: ProgramName,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const args = ['--disable-warning=ExperimentalWarning', inWorkspace(programs[name].check)];
  // Three programs' modules are read twice at a start; the second time from this cache.
  const cache = { NODE_COMPILE_CACHE: environment['NODE_COMPILE_CACHE'] ?? inWorkspace('node_modules/.cache/compile') };
  const { code, output } = await runCommand(process.execPath, args, { env: { ...environment, ...cache } });
  if (code === 0) return [];
  if (code !== configurationRefused) throw new Error(`The ${name} could not be asked about its settings.\n${output}`);
  return output.split('\n').filter(Boolean);
}
