import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile } from '@inlang/paraglide-js';
import { afterAll, describe, expect, it } from 'vitest';
import { locales } from '@sitecast/contract/words';
import { messageOptions } from '../../../messages/options.ts';

type Messages = Record<string, unknown>;
const folder = new URL('../../../messages/', import.meta.url);
const areas = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const read = (area: string, locale: string) =>
  JSON.parse(readFileSync(new URL(`${area}/${locale}.json`, folder), 'utf8')) as Messages;
const keysOf = (messages: Messages) => Object.keys(messages).filter((key) => key !== '$schema');
const placeholders = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort();

describe('messages', () => {
  it.each(areas)('speaks all five languages completely: %s', (area) => {
    const english = read(area, 'en');
    for (const locale of locales) {
      const messages = read(area, locale);
      expect(keysOf(messages).sort(), `${area}/${locale}`).toEqual(keysOf(english).sort());
      for (const key of keysOf(english)) {
        expect(placeholders(messages[key]), `${locale} ${key}`).toEqual(placeholders(english[key]));
        expect(JSON.stringify(messages[key]).length, `${locale} ${key}`).toBeGreaterThan(2);
      }
    }
  });

  it('gives a key to one area only, because all of them are merged', () => {
    const all = areas.flatMap((area) => keysOf(read(area, 'en')));
    expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
  });

  it('keeps the messages of the first page free of plural forms, which its own table does not speak', () => {
    for (const area of ['ui', 'public']) {
      for (const locale of locales) {
        for (const key of keysOf(read(area, locale))) expect(typeof read(area, locale)[key], key).toBe('string');
      }
    }
  });
});

describe('compiled messages', async () => {
  const outdir = await mkdtemp(join(tmpdir(), 'messages-'));
  afterAll(() => rm(outdir, { recursive: true }));

  it('come out of the compiler in every language, without any network', { timeout: 60_000 }, async () => {
    await compile({ ...messageOptions, outdir });
    const { m } = (await import(pathToFileURL(join(outdir, 'messages.js')).href)) as {
      m: Record<string, (inputs?: object, options?: { locale: string }) => string>;
    };
    expect(Object.keys(m).sort()).toEqual(areas.flatMap((area) => keysOf(read(area, 'en'))).sort());
    expect(m['ui_status_building']?.({}, { locale: 'kk' })).toBe('Салынып жатыр');
    expect(m['ui_data_date']?.({ date: 'X' }, { locale: 'zh' })).toBe('数据日期 X');
  });
});
