import { codeSchema, Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import { requirePlainRead } from './read-only.ts';

const form = /^\/api\/projects\/([^/]+)\/plan\.(csv|json|xml)$/;
const forms = { csv: 'csv', json: 'json', xml: 'mspdi' } as const;

/** A project's plan as a file; null where there is no such project. */
export type ExportPlan = (
  project: string,
  form: 'csv' | 'json' | 'mspdi',
) => Promise<{ text: string; type: string; fileName: string } | null>;

/** `/api/projects/:project/plan.csv`, `.json` and `.xml` (MSPDI): what the public page shows of the plan. */
export function createPlanExport(exportPlan: ExportPlan): RequestHandler {
  return async (request, response, next) => {
    const match = form.exec(request.path);
    if (!match) {
      next();
      return;
    }
    requirePlainRead(request, response);
    const [, project = '', suffix = 'json'] = match;
    const plan = codeSchema.safeParse(project).success
      ? await exportPlan(project, forms[suffix as keyof typeof forms])
      : null;
    if (plan === null) throw new Refusal('project.not-found');
    response.setHeader('Content-Type', plan.type);
    response.setHeader('Content-Disposition', `attachment; filename="${plan.fileName}"`);
    response.setHeader('Cache-Control', 'public, max-age=0, s-maxage=1');
    response.end(plan.text);
  };
}
