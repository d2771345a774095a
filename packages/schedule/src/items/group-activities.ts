import type { Plan, PlanTitle, WbsNode } from '../plan.ts';
import { readPaths } from './find-phases.ts';

/** Activities that become one item. */
export interface ActivityGroup {
  code: string;
  title: PlanTitle;
  line: number;
  /** A node of the WBS that stands for what lies below it. */
  isNode: boolean;
  /** The node that it stands for, or that its activity lies in. */
  wbs: string | null;
  /** Indices into the plan's activities. */
  members: number[];
}

/** One group for each activity, or where those are more than `limit`, for each node of the deepest level that fits. */
export function groupActivities(plan: Plan, limit: number): ActivityGroup[] {
  const { activities } = plan;
  if (activities.length <= limit) return activities.map((_, index) => toSingle(plan, index));
  const milestones = activities.flatMap((activity, index) => (activity.kind === 'task' ? [] : [index]));
  const keepsMilestones = milestones.length <= limit / 2;
  const tasks = activities.flatMap((activity, index) => (keepsMilestones && activity.kind !== 'task' ? [] : [index]));
  const paths = readPaths(plan.wbs);
  const deepest = Math.max(0, ...[...paths.values()].map((path) => path.length));
  let groups = groupAt(plan, tasks, paths, 1);
  for (let depth = 2; depth <= deepest; depth += 1) {
    const finer = groupAt(plan, tasks, paths, depth);
    if (finer.length + (keepsMilestones ? milestones.length : 0) > limit) break;
    groups = finer;
  }
  return keepsMilestones ? [...groups, ...milestones.map((index) => toSingle(plan, index))] : groups;
}

function toSingle(plan: Plan, index: number): ActivityGroup {
  const { code, title, line, wbs } = plan.activities[index] ?? { code: '', title: {}, line: 0, wbs: null };
  return { code, title, line, isNode: false, wbs, members: [index] };
}

function groupAt(
  plan: Plan,
  tasks: readonly number[],
  paths: ReadonlyMap<string, readonly WbsNode[]>,
  depth: number,
): ActivityGroup[] {
  const groups = new Map<string, ActivityGroup>();
  for (const index of tasks) {
    const path = paths.get(plan.activities[index]?.wbs ?? '') ?? [];
    const node = path[Math.min(depth, path.length) - 1];
    const key = node?.id ?? '';
    const group = groups.get(key) ?? toNodeGroup(plan, node, path.slice(0, depth));
    group.members.push(index);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function toNodeGroup(plan: Plan, node: WbsNode | undefined, path: readonly WbsNode[]): ActivityGroup {
  const title = node?.title.en === undefined ? { en: plan.project.title ?? 'Plan' } : node.title;
  // The project's own node stands in every path; it says nothing unless it is alone.
  const codes = path.map((one) => one.code || one.id);
  const code = `W-${(codes.length > 1 ? codes.slice(1) : codes).join('.')}`;
  return {
    code: node ? code : 'W-PLAN',
    title,
    line: node?.line ?? 1,
    isNode: true,
    wbs: node?.id ?? null,
    members: [],
  };
}
