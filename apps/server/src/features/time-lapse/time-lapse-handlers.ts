import { Refusal } from '@sitecast/contract';
import type { HandlersOf } from '../../platform/call.ts';
import type { TimeLapseParts } from './parts.ts';

/** Asking for a film nobody made yet. It costs the recorder some seconds once, whoever asks how often. */
export function createTimeLapseHandlers(
  parts: Pick<TimeLapseParts, 'store' | 'recorder' | 'isVisible'>,
): HandlersOf<'time-lapse.ask'> {
  return {
    'time-lapse.ask': async (call) => {
      const { camera, period } = call.params;
      if (!(await parts.isVisible(parts.store.db, camera, call.caller))) throw new Refusal('camera.not-found');
      return parts.recorder.askTimeLapse(camera, period);
    },
  };
}
