import { ScheduleStop, type FaultList } from '../fault.ts';
import type { ScheduleLimits } from '../limits.ts';
import { countRelation, noRelations, type RelationKind } from '../network.ts';
import type { Plan, WbsNode } from '../plan.ts';
import { parseDay } from '../text/day.ts';
import { parseAmount } from '../text/number.ts';
import { cleanTitle, toTitle } from '../text/title.ts';
import { readMspdiCalendar } from './mspdi-calendar.ts';
import { readMspdiTask, toMspdiCode, type MspdiFields } from './mspdi-task.ts';
import { weightAlias } from './mspdi-weight.ts';
import { readChild, readRecords, type XmlNode } from './read-records.ts';

const projectFields = [
  'Title',
  'Name',
  'StatusDate',
  'MinutesPerDay',
  'BaselineForEarnedValue',
  'CurrencyCode',
  'SaveVersion',
] as const;
const records = new Set<string>([
  ...projectFields,
  'Tasks/Task',
  'Calendars/Calendar',
  'ExtendedAttributes/ExtendedAttribute',
]);
const defaultMinutesPerDay = 480;

/** Reads an MS Project XML file. Relations are counted; resources, assignments and values by time phase are not read. */
export function readMspdi(text: string, limits: ScheduleLimits, faults: FaultList): Plan {
  const said = new Map<string, XmlNode>();
  const calendars: XmlNode[] = [];
  const tasks: XmlNode[] = [];
  let weightField: string | null = null;
  readRecords(text, limits, {
    records,
    onRecord: (path, node) => {
      if (path === 'Tasks/Task') {
        if (tasks.length >= limits.tasks * 2) throw new ScheduleStop('limit.tasks', { line: node.line });
        tasks.push(node);
      } else if (path === 'Calendars/Calendar') calendars.push(node);
      else if (path === 'ExtendedAttributes/ExtendedAttribute') {
        const isWeight = readChild(node, 'Alias') === weightAlias;
        if (isWeight) weightField = readChild(node, 'FieldID') ?? null;
      } else said.set(path, node);
    },
  });
  const value = (name: (typeof projectFields)[number]): string => said.get(name)?.text.trim() ?? '';
  const dayLine = said.get('MinutesPerDay')?.line ?? 1;
  const minutesPerDay =
    parseAmount(value('MinutesPerDay'), { line: dayLine, field: 'MinutesPerDay' }, faults) || defaultMinutesPerDay;
  const dataDate = parseDay(
    value('StatusDate'),
    { line: said.get('StatusDate')?.line ?? 1, field: 'StatusDate' },
    faults,
  );
  const fields: MspdiFields = { baseline: value('BaselineForEarnedValue') || '0', weight: weightField };
  const plan: Plan = {
    format: 'mspdi',
    tool: value('SaveVersion') === '' ? null : `MSPDI ${cleanTitle(value('SaveVersion')).slice(0, 10)}`,
    project: {
      code: null,
      title: cleanTitle(value('Title') || value('Name')).slice(0, 300) || null,
      currency: cleanTitle(value('CurrencyCode')).slice(0, 10) || null,
    },
    dataDate,
    calendars: calendars
      .filter((node) => readChild(node, 'IsBaseCalendar') !== '0')
      .map((node) => readMspdiCalendar(node, minutesPerDay, faults)),
    relations: noRelations(),
    wbs: [],
    activities: [],
  };
  addTasks(plan, tasks, fields, limits, faults);
  return plan;
}

const relationKinds: Record<string, RelationKind> = {
  '0': 'finishFinish',
  '1': 'finishStart',
  '2': 'startFinish',
  '3': 'startStart',
};

function addRelations(plan: Plan, task: XmlNode): void {
  for (const link of task.children) {
    if (link.name !== 'PredecessorLink') continue;
    countRelation(plan.relations, {
      kind: relationKinds[readChild(link, 'Type') ?? '1'] ?? 'finishStart',
      isLagged: Number(readChild(link, 'LinkLag') ?? '0') !== 0,
      isOutside: readChild(link, 'CrossProject') === '1',
    });
  }
}

/** The outline is a tree by level: a task lies below the last one before it whose level is smaller. */
function addTasks(plan: Plan, tasks: XmlNode[], fields: MspdiFields, limits: ScheduleLimits, faults: FaultList): void {
  const above: { level: number; node: WbsNode }[] = [];
  for (const task of tasks) {
    const read = (name: string): string | undefined => readChild(task, name);
    if (read('IsNull') === '1') continue;
    const levelPlace = { line: task.line, field: 'OutlineLevel' };
    const level = parseAmount(read('OutlineLevel'), levelPlace, faults) ?? 1;
    while ((above.at(-1)?.level ?? -1) >= level) above.pop();
    const parent = above.at(-1)?.node ?? null;
    // UID 0 at level 0 stands for the project itself.
    if (read('UID') === '0' && level === 0) continue;
    if (read('Active') === '0') {
      faults.warn('task.inactive', { line: task.line, field: 'Active', value: read('Name') ?? null });
      continue;
    }
    if (read('Summary') === '1') {
      const node: WbsNode = {
        id: read('UID') ?? '',
        parent: parent?.id ?? null,
        code: toMspdiCode(task),
        title: toTitle(read('Name') ?? '', { line: task.line, field: 'Name' }, faults),
        line: task.line,
      };
      plan.wbs.push(node);
      above.push({ level, node });
      continue;
    }
    if (plan.activities.length >= limits.tasks) {
      throw new ScheduleStop('limit.tasks', { line: task.line, value: String(limits.tasks) });
    }
    plan.activities.push({ ...readMspdiTask(task, fields, faults), wbs: parent?.id ?? null });
    addRelations(plan, task);
  }
}
