import type { PlaylistLoaderConstructor } from 'hls.js';
import Hls from 'hls.js/light';

type LoaderLoad = InstanceType<typeof Hls.DefaultConfig.loader>['load'];

/** hls.js's own loader, with each playlist handed through `change` before it is read. */
export function createPlaylistLoader(change: (playlist: string) => string): PlaylistLoaderConstructor {
  const PlaylistLoader = class extends Hls.DefaultConfig.loader {
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
