import { watchFrames } from './frame-watch.ts';
import { clearPicture, keepPicture } from './kept-picture.ts';

/** The elements a session plays on, and whether anybody can see them. */
export interface Stage {
  readonly video: HTMLVideoElement | null;
  /** In the window of a page that is looked at. */
  readonly isSeen: boolean;
  /** Takes the element into service until the returned function is called. */
  attachVideo(element: HTMLVideoElement): () => void;
  /** The canvas that keeps the last picture while a new player is on its way. */
  attachCanvas(element: HTMLCanvasElement): () => void;
  /** Draws the video's picture onto the canvas; false where there is none. */
  keepPicture(): boolean;
  clearPicture(): void;
}

export interface StageOptions {
  /** The video shows another frame. */
  onFrame: () => void;
  /** It was seen or lost from sight, or half a second went by. */
  onTick: () => void;
  /** The video is about to leave. */
  onLeave: () => void;
}

const tickMs = 500;

export function createStage({ onFrame, onTick, onLeave }: StageOptions): Stage {
  let video: HTMLVideoElement | null = null;
  let canvas: HTMLCanvasElement | null = null;
  let isInWindow = false;

  return {
    get video() {
      return video;
    },
    get isSeen() {
      return isInWindow && document.visibilityState === 'visible';
    },
    attachVideo(element) {
      video = element;
      video.muted = true;
      const stopFrames = watchFrames(element, onFrame);
      const sight = new IntersectionObserver(([entry]) => {
        isInWindow = entry?.isIntersecting ?? false;
        onTick();
      });
      sight.observe(element);
      const timer = setInterval(onTick, tickMs);
      document.addEventListener('visibilitychange', onTick);
      return () => {
        clearInterval(timer);
        sight.disconnect();
        stopFrames();
        document.removeEventListener('visibilitychange', onTick);
        onLeave();
        video = null;
      };
    },
    attachCanvas(element) {
      canvas = element;
      return () => (canvas = null);
    },
    keepPicture: () => video !== null && canvas !== null && keepPicture(video, canvas),
    clearPicture() {
      if (canvas) clearPicture(canvas);
    },
  };
}
