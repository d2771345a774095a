/** What the page shows; it stands in its address, so that every view can be shared and works without script. */
export interface FootageView {
  camera: string;
  month: string;
  day: string | null;
  /** Minute of the day at the site, 0–1439. */
  minute: number | null;
}

/** The address of a view, relative to the page. */
export function toAddress(view: Partial<FootageView>): string {
  const query = new URLSearchParams();
  if (view.camera !== undefined) query.set('camera', view.camera);
  if (view.day) query.set('day', view.day);
  else if (view.month !== undefined) query.set('month', view.month);
  if (view.day && view.minute !== null && view.minute !== undefined) query.set('at', toClock(view.minute));
  return `?${query.toString()}`;
}

/** `08:10` of a minute of the day. */
export const toClock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(Math.floor(minute) % 60).padStart(2, '0')}`;

/** Minute of the day of `08:10`; null where it is no such time. */
export function parseClock(text: string | null): number | null {
  const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text ?? '') ?? [];
  return hour === undefined ? null : Number(hour) * 60 + Number(minute);
}
