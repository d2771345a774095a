import { z } from 'zod';
import type { Route } from './route.ts';
import { periodSchema, timeLapseListSchema } from './time-lapse.ts';
import { cameraIdSchema } from './values.ts';

/** What is ready is told by the recorder itself: `mediaPaths.timeLapses`. */
export const timeLapseRoutes = [
  {
    id: 'time-lapse.ask',
    method: 'post',
    path: '/api/cameras/:camera/time-lapses/:period',
    summary: 'Have the time-lapse of a day, week, month or the whole job made next; answers what there is',
    needs: null,
    params: z.strictObject({ camera: cameraIdSchema, period: periodSchema }),
    query: z.strictObject({}),
    answer: timeLapseListSchema,
    status: 200,
  },
] as const satisfies readonly Route[];
