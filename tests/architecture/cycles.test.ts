import { expect, test } from 'vitest';
import { readAllImports } from './imports.ts';

/** Strongly connected parts of the graph with more than one file (Tarjan). */
function findKnots(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const knots: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.size - 1);
    stack.push(node);
    onStack.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (onStack.has(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const knot = stack.splice(stack.indexOf(node));
    for (const each of knot) onStack.delete(each);
    if (knot.length > 1) knots.push(knot.reverse());
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return knots;
}

test('finds a knot where there is one', () => {
  const edges = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['a']],
  ]);
  expect(findKnots(edges).map((knot) => knot.toSorted())).toEqual([['a', 'b', 'c']]);
});

test('no files import each other in a circle; imports of types count', () => {
  const edges = new Map<string, string[]>();
  for (const { from, to, lazy } of readAllImports()) {
    if (to === null || lazy) continue;
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const faults = findKnots(edges).map((knot) => `${knot.join(' → ')}: move what they share into a file below them.`);
  expect(faults).toEqual([]);
});
