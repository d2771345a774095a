import type { PageReader, ProjectView } from '@sitecast/contract';
import { toLocalDate } from '#lib/i18n/clock.ts';
import { pickHeroCamera } from '../programme/hero-camera.ts';
import { pickMinute } from './day-time.ts';
import { moveDay, weekdayOf } from './month-grid.ts';

const isMonth = (text: string | null): text is string => /^\d{4}-(0[1-9]|1[0-2])$/.test(text ?? '');
const isDay = (text: string | null): text is string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text ?? ''));

/** What the footage page shows of an address: the camera, its month, a day of it, and a minute of that day. */
export async function loadFootage(
  reader: PageReader,
  project: ProjectView,
  asked: { camera: string | null; month: string | null; day: string | null; minute: number | null },
) {
  const cameras = project.cameras.toSorted(
    (a, b) =>
      Number(a.stillUrl === null) - Number(b.stillUrl === null) ||
      (a.name.en ?? '').localeCompare(b.name.en ?? '', 'en'),
  );
  const camera = cameras.find(({ id }) => id === asked.camera) ?? pickHeroCamera(cameras);
  const none = { cameras, camera, month: null, day: null, week: null, minute: 720, today: '' };
  if (!camera) return none;
  const today = toLocalDate(project.serverNow, project.zone);
  const askedDay = isDay(asked.day) && asked.day <= today ? asked.day : null;
  const askedMonth = isMonth(asked.month) && asked.month <= today.slice(0, 7) ? asked.month : null;
  const month = await reader.archiveMonth(camera.id, askedDay?.slice(0, 7) ?? askedMonth ?? today.slice(0, 7));
  if (!month) return { ...none, today };
  // The newest day of the month that shows something.
  const newest = month.days.findLast(({ stills, recordedMs }) => stills > 0 || recordedMs > 0)?.date;
  const date = askedDay ?? newest ?? (month.month === today.slice(0, 7) ? today : `${month.month}-01`);
  const monday = moveDay(date, -weekdayOf(date));
  const [day, week] = await Promise.all([
    reader.archiveDay(camera.id, date),
    reader.coverage(camera.id, monday, moveDay(monday, 6)),
  ]);
  const minute = asked.minute ?? (day ? pickMinute(day, date === today) : 720);
  return { cameras, camera, month, day, week: week?.total ?? null, minute, today };
}
