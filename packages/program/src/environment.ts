import { findUnknownNames } from '@sitecast/contract';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** sysexits.h: the configuration is wrong (ENV1). */
export const configurationExit = 78;

/** A port to listen on; 0 is any that is free. */
export const portSetting = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port, 0 to 65535');

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof levels)[number];
/** How much is logged, the gravest first. */
export const logLevelSetting = z.enum(levels, `must be one of ${levels.join(', ')}`).default('info');

/** Everything that is wrong with an environment, a line per fault, without a value in it (ENV1). */
export class EnvironmentFaults extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'EnvironmentFaults';
    this.faults = faults;
  }
}

/**
 * What a program reads of an environment, by its own schema; an empty variable counts as unset. `findMore` says what is
 * wrong with variables together. Throws EnvironmentFaults with every fault at once, names that no program knows included.
 */
export function parseEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  environment: Environment,
  findMore: (given: Environment) => readonly string[] = () => [],
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  const faults = [
    ...findUnknownNames(environment).map((name) => `${name}: no program knows this variable`),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...findMore(given),
  ];
  if (!parsed.success || faults.length > 0) throw new EnvironmentFaults(faults);
  return parsed.data;
}

/**
 * The settings of a program, or every fault of them on a line of its own of standard error, and the end of this process
 * with 78 (ENV1). `findMore` looks at what the variables point to.
 */
export function readOrEnd<Settings>(
  parse: () => Settings,
  findMore: () => readonly (string | null)[] = () => [],
): Settings {
  let settings: Settings | undefined;
  const faults: string[] = [];
  try {
    settings = parse();
  } catch (error) {
    if (!(error instanceof EnvironmentFaults)) throw error;
    faults.push(...error.faults);
  }
  faults.push(...findMore().filter((fault) => fault !== null));
  if (settings !== undefined && faults.length === 0) return settings;
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return process.exit(configurationExit);
}
