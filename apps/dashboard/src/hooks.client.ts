import type { ClientInit } from '@sveltejs/kit/hooks';
import type { Locale } from '@sitecast/contract';
import { parseLocale, provideLocale } from '#lib/i18n/locale.ts';
import { loadWords } from '#lib/i18n/spoken.ts';

// The server has said it once, in <html lang>; a change of language is a whole new page.
const locale: Locale = parseLocale(document.documentElement.lang) ?? 'en';
provideLocale(() => locale);

export const init: ClientInit = () => loadWords(locale);
