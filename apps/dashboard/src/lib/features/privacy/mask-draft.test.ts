import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addCorner,
  beginDrawing,
  closeArea,
  moveCorner,
  redo,
  removeArea,
  takeBackCorner,
  undo,
  type MaskHistory,
} from './mask-draft.ts';

const draw = (corners: [number, number][]): MaskHistory => corners.reduce(addCorner, beginDrawing([]));

it('closes an area of three corners, and none of two', () => {
  const two = draw([
    [0.1, 0.1],
    [0.5, 0.1],
  ]);
  expect(closeArea(two)).toBe(two);
  const three = closeArea(addCorner(two, [0.5, 0.5]));
  expect(three.now).toEqual({
    areas: [
      [
        [0.1, 0.1],
        [0.5, 0.1],
        [0.5, 0.5],
      ],
    ],
    open: [],
  });
});

it('keeps corners inside the picture, to four digits', () => {
  expect(
    draw([
      [-0.2, 1.7],
      [0.123456, 0.5],
    ]).now.open,
  ).toEqual([
    [0, 1],
    [0.1235, 0.5],
  ]);
});

it('makes one step of one drag', () => {
  let history = closeArea(
    draw([
      [0, 0],
      [1, 0],
      [1, 1],
    ]),
  );
  const before = history.now;
  history = moveCorner(history, { area: 0, corner: 1 }, [0.5, 0], true);
  history = moveCorner(history, { area: 0, corner: 1 }, [0.6, 0.1], false);
  expect(history.now.areas[0]?.[1]).toEqual([0.6, 0.1]);
  expect(undo(history).now).toEqual(before);
});

it('takes back and repeats any sequence of steps', () => {
  const steps: fc.Arbitrary<(history: MaskHistory) => MaskHistory> = fc.oneof(
    fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map((corner) => (history: MaskHistory) => addCorner(history, corner)),
    fc.constant(closeArea),
    fc.constant(takeBackCorner),
    fc.constant((history: MaskHistory) => removeArea(history, 0)),
  );
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (all) => {
      const end = all.reduce((history, one) => one(history), beginDrawing([]));
      let back = end;
      for (let at = 0; at < end.past.length; at += 1) back = undo(back);
      expect(back.now).toEqual({ areas: [], open: [] });
      for (let at = 0; at < end.past.length; at += 1) back = redo(back);
      expect(back.now).toEqual(end.now);
    }),
  );
});
