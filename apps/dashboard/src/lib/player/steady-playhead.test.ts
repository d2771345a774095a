import { expect, it } from 'vitest';
import type { Playhead } from './playhead.ts';
import { createSteadyPlayhead } from './steady-playhead.ts';

const at = (atMs: number | null, isFollowing = true): Playhead => ({ atMs, isFollowing });

function listen() {
  const told: Playhead[] = [];
  return { told, steady: createSteadyPlayhead((playhead) => told.push(playhead)) };
}

it('tells nothing newer while a late picture stands, and goes on with it', () => {
  const { told, steady } = listen();
  steady.noteWord('delayed');
  steady.notePlayhead(at(1_000));
  for (const word of ['stalled', 'connecting', 'unknown'] as const) {
    steady.noteWord(word);
    steady.notePlayhead(at(null));
  }
  expect(told).toEqual([at(1_000)]);
  steady.noteWord('delayed');
  steady.notePlayhead(at(2_000));
  expect(told.at(-1)).toEqual(at(2_000));
});

it('tells that the picture has caught up, or is off', () => {
  for (const word of ['live', 'offline', 'held', 'still'] as const) {
    const { told, steady } = listen();
    steady.noteWord('behind');
    steady.notePlayhead(at(1_000));
    steady.noteWord('stalled');
    steady.notePlayhead(at(null));
    steady.noteWord(word);
    expect(told).toEqual([at(1_000), at(null)]);
  }
});

it('holds nobody up who was live, or who went somewhere', () => {
  const { told, steady } = listen();
  steady.notePlayhead(at(null));
  steady.noteWord('live');
  steady.noteWord('stalled');
  steady.notePlayhead(at(null));
  steady.notePlayhead(at(5_000, false));
  steady.notePlayhead(at(null));
  expect(told).toEqual([at(null), at(null), at(5_000, false), at(null)]);
});
