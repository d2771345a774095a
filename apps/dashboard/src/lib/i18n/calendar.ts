import type { Locale } from '@sitecast/contract';

/**
 * Month and season names as they stand in dates. They are ours because the server and every browser must agree to the
 * letter, and because many browsers carry no Kazakh calendar and quietly write English instead.
 */
interface Calendar {
  /** As part of a date: Russian takes the genitive. */
  months: readonly string[];
  /** Standing alone. */
  monthsAlone: readonly string[];
  monthsShort: readonly string[];
  seasons: { spring: string; summer: string; autumn: string; winter: string };
}
export type Season = keyof Calendar['seasons'];

const numbered = (suffix: string) => Array.from({ length: 12 }, (_, index) => `${index + 1}${suffix}`);

const kazakh = 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(' ');
const english = 'January February March April May June July August September October November December'.split(' ');

export const calendars: Record<Locale, Calendar> = {
  kk: {
    months: kazakh,
    monthsAlone: kazakh,
    monthsShort: 'қаң ақп нау сәу мам мау шіл там қыр қаз қар жел'.split(' '),
    seasons: { spring: 'көктемі', summer: 'жазы', autumn: 'күзі', winter: 'қысы' },
  },
  ru: {
    months: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
    monthsAlone: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
    monthsShort: 'янв фев мар апр май июн июл авг сен окт ноя дек'.split(' '),
    seasons: { spring: 'весна', summer: 'лето', autumn: 'осень', winter: 'зима' },
  },
  en: {
    months: english,
    monthsAlone: english,
    monthsShort: english.map((month) => month.slice(0, 3)),
    seasons: { spring: 'spring', summer: 'summer', autumn: 'autumn', winter: 'winter' },
  },
  ko: {
    months: numbered('월'),
    monthsAlone: numbered('월'),
    monthsShort: numbered('월'),
    seasons: { spring: '봄', summer: '여름', autumn: '가을', winter: '겨울' },
  },
  zh: {
    months: numbered('月'),
    monthsAlone: numbered('月'),
    monthsShort: numbered('月'),
    seasons: { spring: '春季', summer: '夏季', autumn: '秋季', winter: '冬季' },
  },
};

/** The season a month (1–12) belongs to on the northern half of the globe. */
export function seasonOf(month: number): Season {
  if (month >= 3 && month <= 5) return 'spring';
  if (month >= 6 && month <= 8) return 'summer';
  return month >= 9 && month <= 11 ? 'autumn' : 'winter';
}
