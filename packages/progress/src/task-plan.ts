/** A task of a plan; times in periods since the start, whatever a period is. */
export interface PlannedTask {
  start: number;
  duration: number;
  budget: number;
}

/** Planned value at the end of period `at`, each budget spread evenly over its task's duration. */
export function spreadPlannedValue(tasks: readonly PlannedTask[], at: number): number {
  return tasks.reduce((sum, task) => sum + task.budget * planFraction(task, at), 0);
}

/** Planned value at the end of every period from 0 to the end of the last task. */
export function spreadPlan(tasks: readonly PlannedTask[]): number[] {
  const end = Math.max(0, ...tasks.map((task) => task.start + task.duration));
  return Array.from({ length: Math.ceil(end) + 1 }, (_, period) => spreadPlannedValue(tasks, period));
}

function planFraction(task: PlannedTask, at: number): number {
  if (task.duration <= 0) return at >= task.start ? 1 : 0;
  return Math.min(1, Math.max(0, (at - task.start) / task.duration));
}
