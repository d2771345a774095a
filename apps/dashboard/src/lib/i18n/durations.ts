import type { Locale } from '@sitecast/contract';
import { getLocale } from './locale.ts';
import { formatNumber } from './numbers.ts';

const nbsp = '\u00A0';
type Unit = 'd' | 'h' | 'min' | 's';
const unitMs: Record<Unit, number> = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000 };

const short: Record<Locale, Record<Unit, string>> = {
  kk: { d: `${nbsp}күн`, h: `${nbsp}сағ`, min: `${nbsp}мин`, s: `${nbsp}с` },
  ru: { d: `${nbsp}д`, h: `${nbsp}ч`, min: `${nbsp}мин`, s: `${nbsp}с` },
  en: { d: `${nbsp}d`, h: `${nbsp}h`, min: `${nbsp}min`, s: `${nbsp}s` },
  ko: { d: '일', h: '시간', min: '분', s: '초' },
  zh: { d: '天', h: '小时', min: '分钟', s: '秒' },
};

const units: readonly Unit[] = ['d', 'h', 'min', 's'];

/** A length of time in its two largest units: `2 d 4 h`, `15 min`, `4 s`. */
export function formatDuration(ms: number, locale: Locale = getLocale()): string {
  let rest = Math.max(0, Math.round(ms / 1_000)) * 1_000;
  const parts: string[] = [];
  for (const unit of units) {
    const count = Math.floor(rest / unitMs[unit]);
    rest -= count * unitMs[unit];
    if (count > 0) parts.push(`${count}${short[locale][unit]}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? `0${short[locale].s}` : parts.join(' ');
}

const dayForms: Record<Locale, (count: number) => string> = {
  kk: () => 'күн',
  ru: (count) => ({ one: 'день', few: 'дня' })[new Intl.PluralRules('ru').select(count) as 'one' | 'few'] ?? 'дней',
  en: (count) => (count === 1 ? 'day' : 'days'),
  ko: () => '일',
  zh: () => '天',
};

/** A count of days with its noun: `27 days`, `27 дней`, `27일`. */
export function formatDays(count: number, locale: Locale = getLocale()): string {
  const space = locale === 'ko' || locale === 'zh' ? '' : nbsp;
  return `${formatNumber(count, 0, locale)}${space}${dayForms[locale](Math.abs(count))}`;
}
