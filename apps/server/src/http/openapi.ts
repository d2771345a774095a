import {
  cameraManageViewSchema,
  cameraViewSchema,
  documentRecordSchema,
  documentViewSchema,
  evidenceViewSchema,
  figuresViewSchema,
  idempotencyKeySchema,
  milestoneViewSchema,
  noticeViewSchema,
  personViewSchema,
  problemSchema,
  programmeViewSchema,
  progressViewSchema,
  projectSummarySchema,
  projectViewSchema,
  sessionViewSchema,
  type Route,
} from '@sitecast/contract';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';

/** The schemas that have a name of their own in the document. */
const named = {
  Problem: problemSchema,
  Programme: programmeViewSchema,
  Project: projectViewSchema,
  ProjectSummary: projectSummarySchema,
  Progress: progressViewSchema,
  Figures: figuresViewSchema,
  Milestone: milestoneViewSchema,
  Document: documentViewSchema,
  Evidence: evidenceViewSchema,
  Camera: cameraViewSchema,
  ManagedCamera: cameraManageViewSchema,
  Notice: noticeViewSchema,
  Person: personViewSchema,
  Session: sessionViewSchema,
};
const idempotencyHeader = z.object({
  'Idempotency-Key': idempotencyKeySchema.meta({ description: 'Chosen once, kept until the post is acknowledged.' }),
});
const photo = z.object({
  photo: z.string().meta({ format: 'binary', description: 'JPEG, PNG or WebP, at most 20 MB' }),
  credit: z.string().optional(),
  takenAt: z.iso.datetime({ precision: 3 }).optional(),
});
const schedule = z.object({
  schedule: z.string().meta({ format: 'binary', description: 'XER, P6 XML, MSPDI or CSV, at most 48 MB' }),
});
const document = z.object({
  record: documentRecordSchema.meta({ description: 'As JSON text, before the file' }),
  document: z.string().meta({ format: 'binary', description: 'PDF, XLSX, DOCX, JPEG, PNG or WebP, at most 32 MB' }),
});
const uploads = { photo, schedule, document };

/** Given to zod's registry and not to the document: the document would list each twice, as input and as output. */
function nameSchemas(): void {
  for (const [id, schema] of Object.entries(named)) {
    const meta = z.globalRegistry.get(schema);
    if (meta?.id === undefined) z.globalRegistry.add(schema, { ...meta, id });
  }
}

/** The document of the REST door, made from the table the server itself runs on. */
export function createOpenApi(routes: readonly Route[]): object {
  nameSchemas();
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: toOperation(route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Sitecast',
      version: '1.0.0',
      description:
        'Live cameras and progress of building projects. Reading needs no account; every refusal is problem+json.',
    },
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'sitecast', description: 'The session cookie of the pages' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
      },
    },
  });
}

function toOperation(route: Route): ZodOpenApiOperationObject {
  const problem = { 'application/problem+json': { schema: problemSchema } };
  const content = route.upload
    ? { 'multipart/form-data': { schema: uploads[route.upload] } }
    : route.body && { 'application/json': { schema: route.body } };
  return {
    operationId: route.id,
    tags: [toTag(route.path)],
    summary: route.summary,
    security: route.needs === null ? [] : [{ session: [] }, { token: [] }],
    requestParams: {
      ...(route.params && { path: route.params }),
      ...(route.query && Object.keys(route.query.shape).length > 0 && { query: route.query }),
      ...(route.idempotent && { header: idempotencyHeader }),
    },
    ...(content && { requestBody: { required: true, content } }),
    responses: {
      [`${route.status}`]: {
        description: route.status === 204 ? 'Done' : 'The answer',
        ...(route.answer && { content: { 'application/json': { schema: route.answer } } }),
      },
      default: { description: 'A refusal, with a code from a closed list', content: problem },
    },
  };
}

/** What an operation is about, so that a reader finds its own among a hundred: `ledger` of `/api/projects/:project/ledger/head`. */
function toTag(path: string): string {
  const [first = '', second] = path.split('/').filter((part) => part !== '' && part !== 'api' && !part.startsWith(':'));
  return first === 'projects' && second !== undefined ? second : first;
}
