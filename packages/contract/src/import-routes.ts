import { z } from 'zod';
import type { Route } from './route.ts';
import { codeSchema } from './values.ts';
import { acceptImportRequestSchema, importSummarySchema, importViewSchema } from './views/import.ts';
import { proposalViewSchema } from './views/baseline.ts';

const project = z.strictObject({ project: codeSchema });
const one = z.strictObject({ project: codeSchema, import: z.string().regex(/^[a-z0-9]{1,64}$/) });
const noQuery = z.strictObject({});

/** The part of the table of routes that brings schedule files in. */
export const importRoutes = [
  {
    id: 'imports.list',
    method: 'get',
    path: '/api/projects/:project/imports',
    summary: 'The newest imports of a project',
    needs: 'import.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(importSummarySchema) }),
    status: 200,
  },
  {
    id: 'import.upload',
    method: 'post',
    path: '/api/projects/:project/imports',
    summary: 'Upload a schedule (XER, P6 XML, MSPDI, CSV); the answer is the preview, nothing is changed by it',
    needs: 'import.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    upload: 'schedule',
    idempotent: true,
    answer: importViewSchema,
    status: 201,
  },
  {
    id: 'import.read',
    method: 'get',
    path: '/api/projects/:project/imports/:import',
    summary: 'The preview of an import',
    needs: 'import.write',
    projectParam: 'project',
    params: one,
    query: noQuery,
    answer: importViewSchema,
    status: 200,
  },
  {
    id: 'import.accept',
    method: 'post',
    path: '/api/projects/:project/imports/:import/accept',
    summary: 'Propose the import as the next baseline revision, all of it; another person approves it',
    needs: 'import.write',
    projectParam: 'project',
    params: one,
    query: noQuery,
    body: acceptImportRequestSchema,
    idempotent: true,
    answer: z.object({ import: importViewSchema, proposal: proposalViewSchema }),
    status: 201,
  },
  {
    id: 'import.reject',
    method: 'post',
    path: '/api/projects/:project/imports/:import/reject',
    summary: 'Leave the import: nothing of it is taken over',
    needs: 'import.write',
    projectParam: 'project',
    params: one,
    query: noQuery,
    idempotent: true,
    answer: importViewSchema,
    status: 201,
  },
] as const satisfies readonly Route[];
