import type { CameraView } from '@sitecast/contract';
import { findMostStep, mostSteps, type DialAudience, type MostStep } from '@sitecast/contract/words';
import { createSubscriber } from 'svelte/reactivity';
import { isRendition, toStepOf, type DialChoice, type DialStep } from './dial.ts';

const lookEveryMs = 30_000;
/** Limits change with the hour at the site, though nothing is told then. */
const watchHour = createSubscriber((update) => {
  const timer = setInterval(update, lookEveryMs);
  return () => clearInterval(timer);
});

/** A camera as an audience with a limit of its own asks for it: the recorder holds to the limit by the address. */
export function toAudienceCamera<View extends CameraView>(camera: View, audience: 'embed' | 'display'): View {
  if (!camera.dial) return camera;
  const toPath = (path: string | null): string | null =>
    path && path.replace(/^\/media\/([^/]+)\/(?!for\/)/, `/media/$1/for/${audience}/`);
  return { ...camera, playlistUrl: toPath(camera.playlistUrl), adaptiveUrl: toPath(camera.adaptiveUrl) };
}

/** The most of the live picture that this page may have now. The address says whose page it is. */
export function readLimit({ dial, playlistUrl }: CameraView): MostStep {
  if (!dial || playlistUrl?.startsWith('/sealed/')) return 'full';
  watchHour();
  return findMostStep(dial, toAudience(playlistUrl ?? ''), Date.now());
}

function toAudience(url: string): DialAudience {
  if (url.includes('/for/embed/')) return 'embed';
  if (url.includes('/for/display/')) return 'display';
  return url.startsWith('/undelayed/') ? 'investor' : 'public';
}

/** What is shown where somebody wants one thing and has, or may have, another: whichever is less. */
export function toShownStep(wanted: DialStep, camera: CameraView): DialStep {
  const step = toStepOf(wanted, camera.adaptiveUrl !== null);
  const most = readLimit(camera);
  return step !== 'off' && toRank(step) < toRank(most) ? most : step;
}

/** Whether a choice asks for more than this audience may have. */
export const isBeyond = (choice: DialChoice, most: MostStep): boolean =>
  choice !== 'auto' && choice !== 'off' && toRank(choice) < toRank(most);

/** The larger, the less; a rendition is known by its height. */
function toRank(step: Exclude<DialStep, 'off'>): number {
  const known = mostSteps.indexOf(step as MostStep);
  if (known >= 0 || !isRendition(step)) return known;
  return Number.parseInt(step, 10) > 720 ? 0.5 : 1.5;
}
