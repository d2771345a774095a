import { measurePicture } from './picture.ts';
import { findStillness, type SeenPicture } from './stillness.ts';

export type PictureState = 'moving' | 'dark' | 'frozen';

/** What the key frames say of the picture, with hysteresis both ways. */
export interface PictureJudge {
  see(gray: Uint8Array, atMs: number): void;
  /** The stream was interrupted: what comes next is not compared with what was. */
  forget(): void;
  readonly state: PictureState;
  readonly sinceMs: number;
  /** When the last key frame was decoded; null since the last interruption. */
  readonly seenAtMs: number | null;
}

const darkMean = { enter: 16, leave: 20 };
const darkDeviation = { enter: 10, leave: 12 };
const framesToDark = 2;
const framesToMove = 2;
const stepsToFreeze = 5;
const freezeMs = 10_000;
/** Cameras with short GOPs would fill the memory with one second. */
const spacingMs = 900;
const remembered = 16;

/** `overlayCells`: cells of the 16 × 9 grid that never count as movement. */
export function createPictureJudge(options: { overlayCells: readonly number[] }): PictureJudge {
  const overlay = new Set(options.overlayCells);
  let pictures: SeenPicture[] = [];
  let state: PictureState = 'moving';
  let sinceMs = 0;
  let seenAtMs: number | null = null;
  let darkFrames: number[] = [];
  let lightFrames = 0;
  let changedFrames = 0;

  function enter(next: PictureState, atMs: number): void {
    if (state === next) return;
    state = next;
    sinceMs = atMs;
    changedFrames = 0;
    lightFrames = 0;
  }

  /** Answers whether the picture is dark; a dark one is not asked whether it moves. */
  function judgeLight(mean: number, deviation: number, atMs: number): boolean {
    const limit = state === 'dark' ? 'leave' : 'enter';
    const isDark = mean < darkMean[limit] && deviation < darkDeviation[limit];
    darkFrames = isDark ? [...darkFrames.slice(0, framesToDark), atMs] : [];
    lightFrames = isDark ? 0 : lightFrames + 1;
    if (darkFrames.length >= framesToDark) enter('dark', darkFrames[0] ?? atMs);
    if (state === 'dark' && lightFrames >= framesToDark) enter('moving', atMs);
    return isDark || state === 'dark';
  }

  function judgeMovement(atMs: number): void {
    const still = findStillness(pictures, overlay);
    changedFrames = still.steps === 0 ? changedFrames + 1 : 0;
    if (still.steps >= stepsToFreeze && atMs - still.sinceMs >= freezeMs) enter('frozen', still.sinceMs);
    if (state === 'frozen' && changedFrames >= framesToMove) enter('moving', atMs);
  }

  return {
    get state() {
      return state;
    },
    get sinceMs() {
      return sinceMs;
    },
    get seenAtMs() {
      return seenAtMs;
    },
    see(gray, atMs) {
      const { mean, deviation, cells } = measurePicture(gray);
      seenAtMs = atMs;
      if (judgeLight(mean, deviation, atMs)) {
        pictures = [];
        return;
      }
      const last = pictures.at(-1);
      if (last && atMs - last.atMs < spacingMs) return;
      pictures = [...pictures.slice(1 - remembered), { atMs, cells }];
      if (last) judgeMovement(atMs);
    },
    forget() {
      pictures = [];
      darkFrames = [];
      lightFrames = 0;
      changedFrames = 0;
      seenAtMs = null;
      state = 'moving';
    },
  };
}
