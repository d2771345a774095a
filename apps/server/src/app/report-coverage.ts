import { Refusal, type CameraView, type ReportCoverage } from '@sitecast/contract';
import { createArchiveClient } from '../adapters/recorder/archive-client.ts';
import { toReportCoverage } from '../features/reports/index.ts';
import type { Log } from '../platform/log.ts';
import type { Reader, Store } from '../platform/store.ts';

/** Asks the recorder what it recorded of a project's cameras. null where it is not there or knows none of them. */
export function createReportCoverage(parts: {
  store: Store;
  log: Log;
  recorderUrl: string;
  recorderToken: string;
  listCameraViews(db: Reader, project: string | null): Promise<CameraView[]>;
}) {
  const archive = createArchiveClient(parts.recorderUrl, parts.recorderToken);
  return async (project: string, { from, to }: { from: string; to: string }): Promise<ReportCoverage[] | null> => {
    const found: ReportCoverage[] = [];
    for (const camera of await parts.listCameraViews(parts.store.db, project)) {
      try {
        const view = await archive.readCoverage(camera.id, from, to);
        // What was not known in the month was not measured in it: that is not the same as not recorded.
        if (view.total.workingMs > 0) found.push(toReportCoverage(camera, view));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        parts.log.debug({ camera: camera.id, code: error.code }, 'the recorder did not tell the coverage of a report');
        if (error.code === 'recorder.unreachable') return null;
      }
    }
    return found.length === 0 ? null : found;
  };
}
