import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { speakOneLanguage } from './messages/one-language.ts';
import { messageOptions } from './messages/options.ts';

export default defineConfig({
  plugins: [
    paraglideVitePlugin(messageOptions),
    speakOneLanguage(),
    sveltekit({
      adapter: adapter({ precompress: true }),
      // A page's style travels inside it: on a phone's line each file more is a sixth of a second before the first paint.
      inlineStyleThreshold: 40_000,
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          'style-src': ['self'],
          // Bars, rings and rails are placed by custom properties in `style`; attributes cannot run script.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:'],
          // Media Source Extensions hand the video a blob: address; the worker is our own file.
          'media-src': ['self', 'blob:'],
          'worker-src': ['self'],
          'connect-src': ['self', 'wss:'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          // hooks.server.ts replaces it on /embed with the channel's own list.
          'frame-ancestors': ['none'],
        },
      },
    }),
  ],
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              // What most pages share travels in one file: cut by who uses what, it was forty of 500 bytes, and on a
              // phone's line a file more costs what 20 kB cost. Measured: / 61 kB in 28 files, so 58 in 12. Not i18n:
              // its tables of words would come along whole, 95 kB.
              groups: [
                {
                  name: 'site',
                  minShareCount: 3,
                  // With the badge's style: Kit found it below the player only, and the badges a page is written with were
                  // drawn without it until the player came.
                  test: (id: string) =>
                    /src.lib.(?:ui.|features.site.|player.LiveBadge\.svelte\?.*type=style)/.test(id) &&
                    !id.includes('generated'),
                },
                // A message of these areas is one call (`one-language.ts`): shared by two pages it had a file of its own.
                { name: 'words', minShareCount: 2, test: /generated.messages.(?:ui|public)_/ },
              ],
            },
          },
        },
      },
    },
  },
  build: {
    target: 'es2023',
    // Browsers that know light-dark() themselves; rewritten, it would no longer follow a dark part of a light page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
