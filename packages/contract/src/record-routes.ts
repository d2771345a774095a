import { z } from 'zod';
import { changeProjectRequestSchema } from './requests/record.ts';
import type { Route } from './route.ts';
import { codeSchema } from './values.ts';
import { documentViewSchema, projectRecordSchema } from './views/record.ts';

const project = z.strictObject({ project: codeSchema });
const document = z.strictObject({ project: codeSchema, document: z.string().min(1).max(64) });
const noQuery = z.strictObject({});

/** What is said of a project beside its numbers, and its documents. */
export const recordRoutes = [
  {
    id: 'project-record.read',
    method: 'get',
    path: '/api/projects/:project/record',
    summary: 'What is said of a project, with its version and who changed it',
    needs: 'project.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    answer: projectRecordSchema,
    status: 200,
  },
  {
    id: 'project.change',
    method: 'post',
    path: '/api/projects/:project/record',
    summary: 'Change what is said of a project: names, status, parties, funding, dates, facts, with their sources',
    needs: 'project.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    body: changeProjectRequestSchema,
    idempotent: true,
    answer: projectRecordSchema,
    status: 200,
  },
  {
    id: 'documents.list',
    method: 'get',
    path: '/api/projects/:project/documents',
    summary: 'The documents of a project that the caller may read',
    needs: null,
    params: project,
    query: noQuery,
    answer: z.object({ items: z.array(documentViewSchema) }),
    status: 200,
  },
  {
    id: 'document.add',
    method: 'post',
    path: '/api/projects/:project/documents',
    summary: 'Upload a document (PDF, XLSX, DOCX, JPEG, PNG, WebP), or the next version of one',
    needs: 'document.write',
    projectParam: 'project',
    params: project,
    query: noQuery,
    upload: 'document',
    idempotent: true,
    answer: documentViewSchema,
    status: 201,
  },
  {
    id: 'document.withdraw',
    method: 'delete',
    path: '/api/projects/:project/documents/:document',
    summary: 'Withdraw a document: nobody reads it any more; that it was there is kept',
    needs: 'document.write',
    projectParam: 'project',
    params: document,
    query: noQuery,
    answer: null,
    status: 204,
  },
] as const satisfies readonly Route[];
