import type { FaultList } from '../fault.ts';
import type { Place } from './day.ts';

const pattern = /^(-)?P(?:(\d{1,9})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12}(?:\.\d{1,9})?)S)?)?$/;
/** A century of days and nights. */
const longestMinutes = 100 * 366 * 1_440;

/** Minutes of an ISO 8601 duration in days and hours (`PT40H0M0S`); negative ones, months and years are refused. */
export function parseDuration(text: string | undefined, place: Place, faults: FaultList): number | null {
  const sent = text?.trim() ?? '';
  if (sent === '') return null;
  const match = pattern.exec(sent);
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = match ?? [];
  const total = Number(days) * 1_440 + Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  if (!match || sent === 'P' || sent.endsWith('T')) {
    faults.error('duration.invalid', { ...place, value: sent });
    return null;
  }
  if ((sign !== undefined && total > 0) || total > longestMinutes) {
    faults.error('number.range', { ...place, value: sent });
    return null;
  }
  return Math.round(total);
}

/** `PT40H0M0S`, as MSPDI writes it. */
export function writeDuration(minutes: number): string {
  return `PT${Math.floor(minutes / 60)}H${Math.round(minutes) % 60}M0S`;
}
