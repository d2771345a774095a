import { expect, it } from 'vitest';
import { keepDraft, readKeptDraft } from './kept-draft.ts';
import { editPlan, openPlan, undoEdit } from './plan-history.ts';

const createStore = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const plan = openPlan({ items: [], phases: [], calendar: null, weightBasis: 'agreed' });

it('keeps every step of a draft for the revision it was made against, and nothing once there is none', () => {
  const store = createStore();
  const edited = undoEdit(editPlan(editPlan(plan, { weightBasis: 'cost' }), { weightBasis: 'hours' }));
  keepDraft(store, 'k-park', 3, edited);
  expect(readKeptDraft(store, 'k-park', 3)).toEqual(edited);
  expect(readKeptDraft(store, 'k-park', 4)).toBeNull();
  expect(readKeptDraft(store, 'tower', 3)).toBeNull();
  keepDraft(store, 'k-park', 3, plan);
  expect(readKeptDraft(store, 'k-park', 3)).toBeNull();
});

it.each(['', '{', 'null', '{"draft":{}}', '{"draft":{"items":1,"phases":[]}}'])(
  'does not read %j as a draft',
  (text) => {
    expect(readKeptDraft({ ...createStore(), getItem: () => text }, 'k-park', 1)).toBeNull();
  },
);

it('goes on where the device keeps nothing', () => {
  const broken = () => {
    throw new Error('no storage');
  };
  const store = { getItem: broken, setItem: broken, removeItem: broken };
  expect(() => keepDraft(store, 'k-park', 1, plan)).not.toThrow();
  expect(readKeptDraft(store, 'k-park', 1)).toBeNull();
});
