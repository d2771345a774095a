import type { HlsConfig, PlaylistLoaderConstructor } from 'hls.js';
import { FetchLoader } from 'hls.js/light';

type LoaderLoad = FetchLoader['load'];

/**
 * hls.js's own loader by `fetch`, with each playlist handed through `change` before it is read. It asks past the browser's
 * cache: what lets an edge give a list that is a second old while it fetches the next would make a browser read each list
 * one reload late, three seconds farther from the edge. It ranks behind the page's own requests, as the media does.
 */
export function createPlaylistLoader(change: (playlist: string) => string): PlaylistLoaderConstructor {
  const PlaylistLoader = class extends FetchLoader {
    constructor(config: HlsConfig) {
      super({
        ...config,
        fetchSetup: (context, init) => new Request(context.url, { ...init, cache: 'no-store', priority: 'low' }),
      });
    }
    override load(...[context, config, callbacks]: Parameters<LoaderLoad>): void {
      super.load(context, config, {
        ...callbacks,
        onSuccess(response, ...rest) {
          if (typeof response.data === 'string') response.data = change(response.data);
          callbacks.onSuccess(response, ...rest);
        },
      });
    }
  };
  // The library types its own general loader more widely than the places it is used in.
  return PlaylistLoader as PlaylistLoaderConstructor;
}
