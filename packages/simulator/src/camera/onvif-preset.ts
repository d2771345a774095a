import type { Turn } from './lens-fault.ts';

/** A place the simulated camera was taught: its picture is moved by so many pixels there. */
export type OnvifPreset = { token: string; name: string; turn: Turn };
