import { dirname } from 'node:path';
import { locales } from '@sitecast/contract/words';
import { scheduleErrorCodes, scheduleWarningCodes } from '@sitecast/schedule';
import { describe, expect, test } from 'vitest';
import { readFiles, readSources } from './source-files.ts';

type Texts = Record<string, unknown>;

const files = readFiles(/^apps\/dashboard\/messages\/[^/]+\/[a-z]{2}\.json$/);
const parts = [...new Set(files.map(({ path }) => dirname(path)))];
const read = (part: string, locale: string): Texts => {
  const file = files.find(({ path }) => path === `${part}/${locale}.json`);
  const texts = JSON.parse(file?.text ?? '{}') as Texts;
  delete texts['$schema'];
  return texts;
};

/** All text of a message: plain, or the variants of a plural. */
function toText(message: unknown): string {
  if (typeof message === 'string') return message;
  return JSON.stringify((message as { match?: unknown }[] | undefined)?.map?.((each) => each.match) ?? message ?? '');
}

const placeholdersOf = (message: unknown): string[] =>
  [...new Set([...toText(message).matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].sort();

/** Letters of a writing; a text in none of them was not translated. */
const writing: Readonly<Record<string, RegExp>> = {
  kk: /\p{Script=Cyrillic}/u,
  ru: /\p{Script=Cyrillic}/u,
  ko: /\p{Script=Hangul}/u,
  zh: /\p{Script=Han}/u,
};

/** Said the same in every language: names, signs and codes. Placeholders and digits are taken out before. */
const sameEverywhere =
  /^(?:[\s\p{P}\p{S}\p{N}]|Sitecast|Alatau|City|K-Park|HLS|RTSPS?|RTMPS?|SRT|URL|URI|API|OpenAPI|CPI|SPI|EV|PV|AC|BAC|EAC|LIVE|Asia\/Almaty|UTC|p|kbit\/s|Mbit\/s|MB|GB|fps|ID|JSON|CSV|PDF|JPEG|PNG|WebP)*$/u;

describe('five languages', () => {
  test('there are messages to check', () => {
    expect(parts.length).toBeGreaterThan(0);
  });

  test.each(parts)('%s is there in every language, with the same keys', (part) => {
    const keys = Object.keys(read(part, 'en')).sort();
    const faults = locales.flatMap((locale) => {
      const theirs = Object.keys(read(part, locale)).sort();
      const missing = keys
        .filter((key) => !theirs.includes(key))
        .map((key) => `${part}/${locale}.json lacks "${key}".`);
      const more = theirs
        .filter((key) => !keys.includes(key))
        .map((key) => `${part}/${locale}.json has "${key}", which en.json has not.`);
      return [...missing, ...more];
    });
    expect(faults).toEqual([]);
  });

  /** About the file as a whole, or about its bytes: these have a line at most. */
  const ofTheFile = /^(?:file|encoding|xml|limit|csv|plan|weights|dates|data-date|task|row|project)\./;

  test('[ERR2] every finding of the schedule readers has a sentence, and one about a cell names its field', () => {
    const sentences = readSources().find(({ path }) => path.endsWith('/imports/fault-text.ts'))?.text ?? '';
    const texts = { ...read('apps/dashboard/messages/imports', 'en'), ...read('apps/dashboard/messages/plan', 'en') };
    for (const code of [...scheduleErrorCodes, ...scheduleWarningCodes]) {
      expect(sentences, code).toContain(`'${code}': (`);
      const name = code.replaceAll(/[.-]/g, '_');
      const said = texts[`imports_fault_${name}`] ?? texts[`plan_fault_${name}`];
      if (!ofTheFile.test(code)) expect(toText(said), code).toContain('{field}');
    }
  });

  test('every text is used by the dashboard', () => {
    const sources = readSources().filter(({ path }) => path.startsWith('apps/dashboard/'));
    const words = new Set(sources.flatMap(({ text }) => text.match(/\w+/g) ?? []));
    const faults = parts.flatMap((part) =>
      Object.keys(read(part, 'en'))
        .filter((key) => !words.has(key))
        .map((key) => `${part} has "${key}", which no page says. Remove it from all five files.`),
    );
    expect(faults).toEqual([]);
  });

  test.each(parts)('%s has no empty text and the same placeholders in every language', (part) => {
    const english = read(part, 'en');
    const faults = locales.flatMap((locale) =>
      Object.entries(read(part, locale)).flatMap(([key, message]) => {
        if (toText(message).trim() === '') return [`${part}/${locale}.json "${key}" is empty.`];
        const [theirs, ours] = [placeholdersOf(message), placeholdersOf(english[key])];
        return theirs.join() === ours.join()
          ? []
          : [
              `${part}/${locale}.json "${key}" has the placeholders {${theirs.join('} {')}}, English has {${ours.join('} {')}}.`,
            ];
      }),
    );
    expect(faults).toEqual([]);
  });

  test.each(parts)('%s is written in each language, not left in English', (part) => {
    const english = read(part, 'en');
    const faults = Object.entries(writing).flatMap(([locale, letters]) =>
      Object.entries(read(part, locale)).flatMap(([key, message]) => {
        const words = toText(message).replaceAll(/\{\w+\}/g, '');
        if (letters.test(words) || sameEverywhere.test(words)) return [];
        const copied = toText(english[key]) === toText(message) ? ' (it is the English text)' : '';
        return [`${part}/${locale}.json "${key}" holds no letter of its writing${copied}: ${words}`];
      }),
    );
    expect(faults).toEqual([]);
  });
});
