import { describe, expect, it } from 'vitest';
import { negotiateLocale, parseLocale } from './locale.ts';
import { pickText } from './text.ts';

describe('language', () => {
  it('takes the reader’s best language that there is', () => {
    expect(negotiateLocale('de-DE,ko-KR;q=0.8,en;q=0.9')).toBe('en');
    expect(negotiateLocale('zh-Hans-CN, en;q=0.5')).toBe('zh');
    expect(negotiateLocale('de, fr;q=0.9')).toBeNull();
    expect(negotiateLocale('kk;q=0, ru;q=0.1')).toBe('ru');
  });

  it('refuses what is not a language of ours, however it is written', () => {
    for (const tag of ['', '*', 'tlh', '../kk', 'k', null, undefined, 'x'.repeat(10_000)])
      expect(parseLocale(tag)).toBeNull();
    expect(parseLocale('KK_KZ')).toBe('kk');
  });

  it('falls back to the nearest language and says which one it is', () => {
    expect(pickText({ en: 'Gate', ru: 'Ворота' }, 'kk')).toEqual({ text: 'Ворота', lang: 'ru' });
    expect(pickText({ en: 'Gate' }, 'ko')).toEqual({ text: 'Gate', lang: 'en' });
  });
});
