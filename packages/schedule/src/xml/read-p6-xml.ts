import { ScheduleStop, type FaultList } from '../fault.ts';
import type { ScheduleLimits } from '../limits.ts';
import type { PlanCalendar } from '../calendars/plan-calendar.ts';
import { countRelation, noRelations, type RelationCount, type RelationKind } from '../network.ts';
import type { Plan, PlanActivity } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount, parseNumber } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { readP6Activity } from './p6-activity.ts';
import { readP6Calendar } from './p6-calendar.ts';
import { readChild, readRecords, type XmlNode } from './read-records.ts';

const projectFields = ['ObjectId', 'Id', 'Name', 'DataDate', 'CurrentBaselineProjectObjectId'] as const;
const records = new Set<string>([
  'Calendar',
  ...['Project', 'BaselineProject'].flatMap((owner) => [
    ...projectFields.map((field) => `${owner}/${field}`),
    `${owner}/Calendar`,
    `${owner}/WBS`,
    `${owner}/Activity`,
    `${owner}/ActivityStep`,
    `${owner}/ResourceAssignment`,
    `${owner}/Relationship`,
  ]),
]);

/** What one Project or BaselineProject of the file says. */
interface P6Project {
  readonly said: Map<string, XmlNode>;
  readonly wbs: XmlNode[];
  readonly activities: PlanActivity[];
  /** Object id of each activity, in the order of `activities`. */
  readonly ids: string[];
  readonly steps: XmlNode[];
  readonly budgets: Map<string, number>;
  readonly relations: RelationCount;
}

const relationKinds: Record<string, RelationKind> = {
  'Finish to Start': 'finishStart',
  'Start to Start': 'startStart',
  'Finish to Finish': 'finishFinish',
  'Start to Finish': 'startFinish',
};

/** Reads the first project of a Primavera P6 XML file, with the dates of its baseline where the file brings one. */
export function readP6Xml(text: string, limits: ScheduleLimits, faults: FaultList): Plan {
  const projects: P6Project[] = [];
  const baselines: P6Project[] = [];
  const calendars: PlanCalendar[] = [];
  let count = 0;
  const { namespace } = readRecords(text, limits, {
    records,
    onOpen: (path) => {
      if (path === 'Project') projects.push(createProject());
      else if (path === 'BaselineProject') baselines.push(createProject());
    },
    onRecord: (path, node) => {
      const [owner = '', name = ''] = path.split('/');
      if (path === 'Calendar' || name === 'Calendar') {
        calendars.push(readP6Calendar(node, faults));
        return;
      }
      const all = owner === 'Project' ? projects : baselines;
      const project = all.at(-1);
      if (!project) return;
      if (name === 'Activity') {
        count += 1;
        if (count > limits.tasks * 2) throw new ScheduleStop('limit.tasks', { line: node.line });
        project.activities.push(readP6Activity(node, faults));
        project.ids.push(readChild(node, 'ObjectId') ?? '');
      } else if (name === 'WBS') project.wbs.push(node);
      else if (name === 'ActivityStep') project.steps.push(node);
      else if (name === 'ResourceAssignment') addBudget(project, node, faults);
      else if (name === 'Relationship') addRelation(project, node, faults);
      else project.said.set(name, node);
    },
  });
  const project = projects[0];
  if (!project) throw new ScheduleStop('project.missing', { field: 'Project' });
  if (projects.length > 1) faults.warn('project.several', { value: sayField(project, 'Id') });
  if (project.activities.length > limits.tasks) {
    throw new ScheduleStop('limit.tasks', { value: String(limits.tasks) });
  }
  finishActivities(project, faults);
  addBaselineDates(project, findBaseline(project, baselines));
  const dataDate = project.said.get('DataDate');
  return {
    format: 'p6-xml',
    tool: /\/(V[\w.]+)\//.exec(namespace)?.[1]?.slice(0, 20) ?? null,
    project: {
      code: cleanTitle(sayField(project, 'Id')) || null,
      title: cleanTitle(sayField(project, 'Name')).slice(0, 300) || null,
      currency: null,
    },
    dataDate: parseDay(dataDate?.text, { line: dataDate?.line ?? 1, field: 'DataDate' }, faults),
    calendars,
    relations: project.relations,
    wbs: project.wbs.map((node) => ({
      id: readChild(node, 'ObjectId') ?? '',
      parent: readChild(node, 'ParentObjectId') || null,
      code: cleanTitle(readChild(node, 'Code') ?? '').slice(0, 80),
      title: toTitle(readChild(node, 'Name') ?? '', { line: node.line, field: 'Name' }, faults),
      line: node.line,
    })),
    activities: project.activities,
  };
}

function createProject(): P6Project {
  return { said: new Map(), wbs: [], activities: [], ids: [], steps: [], budgets: new Map(), relations: noRelations() };
}

function sayField(project: P6Project, name: (typeof projectFields)[number]): string {
  return project.said.get(name)?.text.trim() ?? '';
}

/** Activities of another project are named by its own id; both ends of a relation inside one are the same. */
function addRelation(project: P6Project, node: XmlNode, faults: FaultList): void {
  const lag = parseNumber(readChild(node, 'Lag'), { line: node.line, field: 'Lag' }, faults);
  const [before, after] = [readChild(node, 'PredecessorProjectObjectId'), readChild(node, 'SuccessorProjectObjectId')];
  countRelation(project.relations, {
    kind: relationKinds[readChild(node, 'Type') ?? ''] ?? 'finishStart',
    isLagged: lag !== null && lag !== 0,
    isOutside: before !== after,
  });
}

function addBudget(project: P6Project, node: XmlNode, faults: FaultList): void {
  const cost = parseAmount(readChild(node, 'PlannedCost'), { line: node.line, field: 'PlannedCost' }, faults);
  if (cost === null) return;
  const id = readChild(node, 'ActivityObjectId') ?? '';
  project.budgets.set(id, (project.budgets.get(id) ?? 0) + Math.round(cost * 100));
}

/** Assignments and steps stand after the activities that they belong to. */
function finishActivities(project: P6Project, faults: FaultList): void {
  const byId = new Map(project.ids.map((id, index) => [id, project.activities[index]]));
  for (const [id, budget] of project.budgets) {
    const activity = byId.get(id);
    if (activity) activity.budgetMinor = budget;
  }
  for (const node of project.steps) {
    const activity = byId.get(readChild(node, 'ActivityObjectId') ?? '');
    if (!activity) continue;
    const weight = parseAmount(readChild(node, 'Weight'), { line: node.line, field: 'Weight' }, faults);
    const title = toTitle(readChild(node, 'Name') ?? '', { line: node.line, field: 'Name' }, faults);
    const isComplete = readChild(node, 'IsCompleted') === '1' || Number(readChild(node, 'PercentComplete')) === 1;
    activity.steps.push({ code: `s${activity.steps.length + 1}`, title, weight: weight ?? 1, isComplete });
  }
}

function findBaseline(project: P6Project, baselines: P6Project[]): P6Project | null {
  const meant = sayField(project, 'CurrentBaselineProjectObjectId');
  return baselines.find((one) => sayField(one, 'ObjectId') === meant) ?? baselines[0] ?? null;
}

/** A baseline is a whole copy of the project; its activities are found by their own code. */
function addBaselineDates(project: P6Project, baseline: P6Project | null): void {
  if (!baseline) return;
  const byCode = new Map(baseline.activities.map((activity) => [activity.code, activity]));
  for (const activity of project.activities) {
    const planned = byCode.get(activity.code);
    activity.baselineStart = planned?.plannedStart ?? null;
    activity.baselineFinish = planned?.plannedFinish ?? null;
  }
}
