import type { FragmentLoaderConstructor, HlsConfig, LoaderCallbacks, LoaderContext } from 'hls.js';
import { FetchLoader } from 'hls.js/light';

type Load = FetchLoader['load'];

/**
 * hls.js's own loader by `fetch`, ranked as browsers rank what a `<video>` asks for: behind the page's own requests. It
 * hands over what came in a task of its own: while the browser still tells of the end of a request the next one would be
 * a third on the line beside the waiting playlist, and loading, demuxing and asking for the next part were one long task
 * several times a second.
 */
class TaskLoader extends FetchLoader {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(config: HlsConfig) {
    super({ ...config, fetchSetup: (context, init) => new Request(context.url, { ...init, priority: 'low' }) });
  }
  override load(...[context, config, callbacks]: Parameters<Load>): void {
    const handOver: LoaderCallbacks<LoaderContext>['onSuccess'] = (...answer) => {
      this.timer = setTimeout(() => callbacks.onSuccess(...answer));
    };
    super.load(context, config, { ...callbacks, onSuccess: handOver });
  }
  override abort(): void {
    clearTimeout(this.timer);
    super.abort();
  }
  override destroy(): void {
    clearTimeout(this.timer);
    super.destroy();
  }
}

// The library types its own general loader more widely than the places it is used in.
export const FragmentLoader = TaskLoader as FragmentLoaderConstructor;
