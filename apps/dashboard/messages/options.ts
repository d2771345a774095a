import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * How the messages are compiled, for the build, the type check and the tests alike. The locale is decided in
 * `hooks.server.ts` and handed over by `lib/i18n/locale.ts`, so none of Paraglide's own strategies is in play.
 */
export const messageOptions = {
  project: `${root}project.inlang`,
  outdir: `${root}src/lib/i18n/generated`,
  strategy: ['globalVariable', 'baseLocale'] as ['globalVariable', 'baseLocale'],
  disableAsyncLocalStorage: true,
  emitReadme: false,
};
