import { describe, expect, it } from 'vitest';
import type { Locale } from '@sitecast/contract';
import { locales } from '@sitecast/contract/words';
import { provideLocale } from '#lib/i18n/locale.ts';
import { badgeWords } from './badge.ts';
import { toBadgeText } from './badge-text.ts';

const nowMs = Date.parse('2026-11-23T09:30:00.000Z');
const zone = 'Asia/Almaty';
let locale: Locale = 'en';
provideLocale(() => locale);

describe('toBadgeText', () => {
  it('says the word and the number', () => {
    locale = 'en';
    expect(toBadgeText({ word: 'live', sinceMs: null, lagMs: 4_200 }, zone, nowMs).whole).toBe('Live −4\u00A0s');
    expect(toBadgeText({ word: 'behind', sinceMs: null, lagMs: 120_000 }, zone, nowMs).whole).toBe('Behind 2\u00A0min');
  });

  it("says since when by the site's clock, with the day where it was another one", () => {
    locale = 'en';
    const since = (at: string) =>
      toBadgeText({ word: 'offline', sinceMs: Date.parse(at), lagMs: null }, zone, nowMs).whole;
    expect(since('2026-11-23T09:02:00.000Z')).toBe('Offline since 14:02');
    expect(since('2026-11-21T09:02:00.000Z')).toBe('Offline since 21\u00A0Nov 14:02');
  });

  it.each(locales)('has every word in %s, each another', (each) => {
    locale = each;
    const spoken = badgeWords.map((word) => toBadgeText({ word, sinceMs: null, lagMs: null }, zone, nowMs).spoken);
    expect(new Set(spoken).size).toBe(badgeWords.length);
    expect(spoken.every((text) => text.length > 1)).toBe(true);
  });

  it('tells a screen reader nothing that changes every second', () => {
    locale = 'ru';
    const spoken = (lagMs: number) => toBadgeText({ word: 'live', sinceMs: null, lagMs }, zone, nowMs).spoken;
    expect(spoken(4_000)).toBe(spoken(5_000));
  });
});
