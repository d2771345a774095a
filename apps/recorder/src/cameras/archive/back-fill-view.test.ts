import { expect, it } from 'vitest';
import { createOwedNote } from '../intake/owed-note.ts';
import { toBackFill } from './back-fill-view.ts';

const day = { fromMs: 1_000_000, toMs: 2_000_000 };
const toSpan = (fromMs: number, toMs: number) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});

it('[EDGE6] shows of a day what is still to come, without what has come since the site said so', () => {
  let nowMs = 1_900_000;
  const note = createOwedNote(() => nowMs);
  expect(toBackFill([], day, note, [])).toEqual({ heardAt: null, owed: [], masking: [], expectedAt: null });
  const footage = [
    { fromMs: 900_000, toMs: 1_200_000 },
    { fromMs: 1_300_000, toMs: 1_400_000 },
  ];
  note.take({ footage, stills: 0, lengthBytes: 5_000, remainingMs: 60_000 });
  nowMs += 10_000;
  const recorded = [
    { fromMs: 800_000, toMs: 1_150_000 },
    { fromMs: 1_290_000, toMs: 1_400_200 },
  ];
  expect(toBackFill(recorded, day, note, [{ fromMs: 990_000, toMs: 1_004_000 }])).toEqual({
    heardAt: new Date(1_900_000).toISOString(),
    owed: [toSpan(1_150_000, 1_200_000)],
    masking: [toSpan(1_000_000, 1_004_000)],
    expectedAt: new Date(1_960_000).toISOString(),
  });
  // Nothing more is heard of it: what it hoped for then is no promise now.
  nowMs += 60_000;
  expect(toBackFill(recorded, day, note, []).expectedAt).toBeNull();
  note.take({ footage, stills: 0, lengthBytes: 5_000, remainingMs: null });
  expect(toBackFill(recorded, day, note, []).expectedAt).toBeNull();
});
