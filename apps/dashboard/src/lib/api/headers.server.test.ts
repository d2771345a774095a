import { describe, expect, it } from 'vitest';
import { preferPicture, toCacheControl, toFontPreload, toFrameAncestors } from './headers.server.ts';

const policy = "default-src 'self'; frame-ancestors 'none'; object-src 'none'";

describe('page headers', () => {
  it('lets only a channel’s own origins frame its embed', () => {
    expect(toFrameAncestors(policy, ['https://alatau.example', 'https://*.k-park.example:8443'])).toBe(
      "default-src 'self'; frame-ancestors https://alatau.example https://*.k-park.example:8443; object-src 'none'",
    );
  });

  it('lets any port of a host frame it where the channel says so', () => {
    expect(toFrameAncestors(policy, ['http://127.0.0.1:*'])).toContain('frame-ancestors http://127.0.0.1:*;');
  });

  it('leaves out what is not an origin, and frames nothing when none is left', () => {
    for (const bad of [
      '*',
      'https://a.example; script-src *',
      'https://a.example\r\nx: y',
      'javascript:alert(1)',
      'data:',
      "'self'",
    ]) {
      expect(toFrameAncestors(policy, [bad])).toBe(policy);
    }
  });

  it('lets the script wait for the picture, and leaves text as it is', () => {
    expect(preferPicture('<link href="a.js" rel="modulepreload">\n<link href="a.woff2" rel="preload" as="font">')).toBe(
      '<link href="a.js" rel="modulepreload" fetchpriority="low">\n<link href="a.woff2" rel="preload" as="font">',
    );
    const text = '<p>&lt;link rel="modulepreload"></p>';
    expect(preferPicture(text)).toBe(text);
  });

  it('keeps a person’s page from every cache', () => {
    expect(toCacheControl(200, true)).toBe('private, no-store');
    expect(toCacheControl(500, false)).toBe('private, no-store');
    expect(toCacheControl(200, false)).toContain('s-maxage=1');
  });

  it('fetches early only the letters of the page’s language', () => {
    const preloads = (locale: 'kk' | 'ru' | 'en') =>
      ['latin', 'cyrillic', 'cyrillic-ext'].filter((subset) => toFontPreload(`/onest-${subset}-wght.woff2`, locale));
    expect(preloads('en')).toEqual(['latin']);
    expect(preloads('ru')).toEqual(['latin', 'cyrillic']);
    expect(preloads('kk')).toEqual(['latin', 'cyrillic', 'cyrillic-ext']);
  });
});
