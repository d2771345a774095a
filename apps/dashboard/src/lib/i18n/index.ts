// The one door to languages: every word, date and number people see comes through here.
export { m } from './messages.ts';
export { getLocale, localeNames } from './locale.ts';
export { pickText, toPlainText } from './text.ts';
export { default as LocalText } from './LocalText.svelte';
export { formatDate, formatMonth, formatShortMonth, formatAxisMonth, formatFuzzyDate } from './dates.ts';
export { formatTime, formatInstant, formatOffset, toLocalDate, zoneOffsetMinutes } from './clock.ts';
export { dash, formatNumber, formatIndex, formatPercent, splitPercent, formatChange } from './numbers.ts';
export { formatMoney, formatExactMoney, formatMoneyChange } from './money.ts';
export { formatDays, formatDuration } from './durations.ts';
export {
  statusWords,
  categoryWords,
  fundingWords,
  partyRoleWords,
  certaintyWords,
  milestoneStateWords,
  milestoneKindWords,
  methodWords,
  noticeWords,
  correctionWords,
  splitQualified,
} from './words.ts';
