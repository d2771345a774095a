import type { Polygon, PublicSpan, RecorderPrivacy } from '@sitecast/contract';
import type { RecorderCameraConfig } from '@sitecast/contract';
import { isShown, toDialLimits } from './camera-views.ts';
import type { CameraTable } from './tables.ts';

/** What the recorder shall do with a camera, but for its source, which the recorder alone knows. */
export function toRecorderWish(
  row: CameraTable,
): Required<Pick<RecorderCameraConfig, 'published' | 'retentionDays' | 'ladder' | 'dial' | 'privacy'>> {
  return {
    published: isShown(row),
    retentionDays: row.retention_days,
    ladder: row.ladder === 1,
    dial: toDialLimits(row),
    privacy: toRecorderPrivacy(row),
  };
}

function toRecorderPrivacy(row: CameraTable): RecorderPrivacy {
  return {
    delayS: row.delay_s,
    mask: { version: row.mask_version ?? 0, polygons: JSON.parse(row.mask ?? '[]') as Polygon[] },
    spans: JSON.parse(row.spans) as PublicSpan[],
  };
}
