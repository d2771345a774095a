import type { Plan, WbsNode } from '../plan.ts';
import { toItemCode } from './item-code.ts';
import type { ItemPhase } from './schedule-item.ts';

/** More phases than that nobody reads, and levels below the third say what an item's own title says. */
const mostPhases = 60;
const deepestLevel = 3;

/** The phases of a plan: the levels of its WBS below the project's own node, as deep as they stay few. */
export interface PhaseTree {
  phases: ItemPhase[];
  /** The code of the phase in which a node of the WBS lies, or that it is. `isItem`: the node is an item, no phase. */
  find(wbs: string | null, isItem: boolean): string | null;
}

/** The phases of a plan; by the names of its activities where it has no WBS. */
export function findPhases(plan: Plan): PhaseTree {
  if (plan.wbs.length === 0) return findNamed(plan);
  const paths = cutCommonRoot(readPaths(plan.wbs), plan);
  const used = new Set(plan.activities.flatMap(({ wbs }) => (wbs === null ? [] : [wbs])));
  const nodesAt = (depth: number): Map<string, readonly WbsNode[]> => {
    const found = new Map<string, readonly WbsNode[]>();
    for (const id of used) {
      const path = paths.get(id) ?? [];
      for (let level = 1; level <= Math.min(depth, path.length); level += 1) {
        const node = path[level - 1];
        if (node) found.set(node.id, path.slice(0, level));
      }
    }
    return found;
  };
  let depth = 1;
  while (
    depth < deepestLevel &&
    nodesAt(depth + 1).size > nodesAt(depth).size &&
    nodesAt(depth + 1).size <= mostPhases
  ) {
    depth += 1;
  }
  const chosen = nodesAt(depth);
  // A flat plan of hundreds of nodes has no phases; it has items.
  if (chosen.size > mostPhases) return { phases: [], find: () => null };
  const codes = nameNodes(chosen);
  const phases = plan.wbs.flatMap((node) => {
    const code = codes.get(node.id);
    const parent = chosen.get(node.id)?.at(-2);
    if (code === undefined) return [];
    const title = node.title.en === undefined ? { en: node.code || code } : node.title;
    return [{ code, parent: parent === undefined ? null : (codes.get(parent.id) ?? null), title }];
  });
  return {
    phases,
    find: (wbs, isItem) => {
      const path = paths.get(wbs ?? '') ?? [];
      const level = Math.min(depth, isItem ? path.length - 1 : path.length);
      return codes.get(path[level - 1]?.id ?? '') ?? null;
    },
  };
}

/** A node's own code where no other has it, else the codes down to it: P6 counts 1, 2, 3 below every node anew. */
function nameNodes(chosen: ReadonlyMap<string, readonly WbsNode[]>): Map<string, string> {
  const own = (node: WbsNode | undefined): string => node?.code || (node?.id ?? '');
  const uses = new Map<string, number>();
  for (const path of chosen.values()) uses.set(own(path.at(-1)), (uses.get(own(path.at(-1))) ?? 0) + 1);
  const codes = new Map<string, string>();
  const taken = new Set<string>();
  for (const [id, path] of chosen) {
    const last = own(path.at(-1));
    const said = toItemCode(uses.get(last) === 1 ? last : path.map(own).join('.'));
    const code = taken.has(said) ? toItemCode(`${said}~${id}`) : said;
    taken.add(code);
    codes.set(id, code);
  }
  return codes;
}

/** Our own template names the phase of a row; its title stands in the plan that it is imported into. */
function findNamed(plan: Plan): PhaseTree {
  const named = [...new Set(plan.activities.flatMap(({ phase }) => phase ?? []))];
  return {
    phases: named.map((name) => ({ code: toItemCode(name), parent: null, title: { en: name } })),
    find: () => null,
  };
}

/** The project's own node stands above everything and says nothing of a phase. */
function cutCommonRoot(paths: Map<string, readonly WbsNode[]>, plan: Plan): Map<string, readonly WbsNode[]> {
  const roots = plan.wbs.filter((node) => node.parent === null);
  const [root] = roots;
  if (roots.length !== 1 || !root || plan.wbs.length === 1) return paths;
  return new Map([...paths].map(([id, path]) => [id, path.slice(1)]));
}

/** The nodes from the root down to each node. The tree was checked: it has no circle. */
export function readPaths(wbs: readonly WbsNode[]): Map<string, readonly WbsNode[]> {
  const nodes = new Map(wbs.map((node) => [node.id, node]));
  const paths = new Map<string, readonly WbsNode[]>();
  for (const node of wbs) {
    const path: WbsNode[] = [];
    for (let at: WbsNode | undefined = node; at; at = at.parent === null ? undefined : nodes.get(at.parent)) {
      path.push(at);
    }
    paths.set(node.id, path.reverse());
  }
  return paths;
}
