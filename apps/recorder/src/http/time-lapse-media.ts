import type { FilmName } from '../time-lapse/film.ts';
import type { TimeLapse } from '../time-lapse/time-lapse.ts';
import type { MediaParts } from './media-parts.ts';

const fileForm = /^time-lapse\/([0-9A-Za-z-]{3,10})\/([0-9a-f]{12})\/(video\.mp4|index\.m3u8)$/;
const segmentForm = /^time-lapse\/([0-9A-Za-z-]{3,10})\/segments\/(?:(\d{1,7})-)?([0-9a-f]{12})\.(m4s|mp4)$/;

/**
 * A file of a film by its name; null: there is none. Those of its HLS form are named by what is in them: a day more is a
 * line more in the list, and an edge keeps all others.
 */
export async function findTimeLapse(camera: string, timeLapse: TimeLapse, name: string): Promise<MediaParts | null> {
  const [, period, version = '', file] = fileForm.exec(name) ?? [];
  if (period !== undefined) {
    const isVideo = file === 'video.mp4';
    const parts = await timeLapse.findFile(period, version, { kind: isVideo ? 'video' : 'playlist' });
    if (!parts) return null;
    if (!isVideo) return { parts, type: 'application/vnd.apple.mpegurl', saveAs: null };
    return { parts, type: 'video/mp4', saveAs: `${camera}-${period}.mp4` };
  }
  const [, ofPeriod, start, hash = '', kind] = segmentForm.exec(name) ?? [];
  if (ofPeriod === undefined || (start === undefined) !== (kind === 'mp4')) return null;
  const wanted: FilmName =
    start === undefined ? { kind: 'init', hash } : { kind: 'segment', start: Number(start), hash };
  const parts = await timeLapse.findFile(ofPeriod, null, wanted);
  return parts && { parts, type: 'video/mp4', saveAs: null };
}
