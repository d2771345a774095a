import { AsyncLocalStorage } from 'node:async_hooks';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';
import { render } from 'svelte/server';
import type { Locale, PageReader } from '@sitecast/contract';
import { localeCookie, negotiateLocale, parseLocale, provideLocale } from '#lib/i18n/locale.ts';
import { preferPicture, toCacheControl, toFontPreload, toFrameAncestors } from '#lib/api/headers.server.ts';
import { providePartWriter } from '#lib/features/site/server-html.ts';

const spoken = new AsyncLocalStorage<Locale>();
provideLocale(() => spoken.getStore() ?? 'en');
providePartWriter((component, options) => render(component, options).body);

const yearS = 365 * 86_400;

/** The language of a request: `?lang=`, then the cookie, then what the browser asks for, then English. */
export const handle: Handle = async ({ event, resolve }) => {
  const chosen = parseLocale(event.url.searchParams.get('lang'));
  const kept = parseLocale(event.cookies.get(localeCookie));
  const locale = chosen ?? kept ?? negotiateLocale(event.request.headers.get('accept-language')) ?? 'en';
  event.locals.locale = locale;
  event.locals.localeChosen = chosen !== null && chosen !== kept;
  // A page in a foreign frame gets no cookie and leaves none.
  const embedded = event.url.pathname.startsWith('/embed/');
  if (event.locals.localeChosen && !embedded) {
    event.cookies.set(localeCookie, locale, {
      path: '/',
      maxAge: yearS,
      sameSite: 'lax',
      httpOnly: true,
      // A site office without a certificate must keep its language too; the cookie is no secret.
      secure: event.url.protocol === 'https:',
    });
  }

  const response = await spoken.run(locale, () =>
    resolve(event, {
      transformPageChunk: ({ html }) => preferPicture(html.replace('%sitecast.lang%', locale)),
      preload: (input) => input.type !== 'font' || toFontPreload(input.path, locale),
    }),
  );

  if (response.headers.get('content-type')?.startsWith('text/html')) {
    const signedIn = event.platform?.req.sitecast?.session() != null;
    response.headers.set('cache-control', toCacheControl(response.status, signedIn || event.locals.localeChosen));
    response.headers.append('vary', 'Cookie, Accept-Language');
    response.headers.set('content-language', locale);
    if (embedded) await allowFraming(event.platform?.req.sitecast, event.url.pathname, response.headers);
  }
  return response;
};

/** An embed may be framed by its channel's own parents and by nobody else. */
async function allowFraming(reader: PageReader | undefined, path: string, headers: Headers): Promise<void> {
  const policy = headers.get('content-security-policy');
  const code = path.split('/')[2] ?? '';
  const channel = (await reader?.channel(code)) ?? null;
  if (policy === null || channel === null) return;
  headers.set('content-security-policy', toFrameAncestors(policy, channel.allowedOrigins));
}

/** A fault of ours goes to the log whole and to the reader as nothing but a fault (ERR4: Kit's own safe message). */
export const handleError: HandleServerError = ({ kind, error }) => {
  if (kind !== 'unknown') return;
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ level: 'error', part: 'dashboard', fault })}\n`);
};
