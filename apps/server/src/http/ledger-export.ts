import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeSchema, Refusal } from '@sitecast/contract';
import type { RequestHandler } from 'express';
import { requirePlainRead } from './read-only.ts';

const form = /^\/api\/projects\/([^/]+)\/ledger\/export\.jsonl$/;

/** A project's whole chain, line by line; null where there is no such project. */
export type OpenLedgerExport = (project: string) => Promise<AsyncIterable<string> | null>;

/** `/api/projects/:project/ledger/export.jsonl`: streamed, so that a chain of any length costs little memory. */
export function createLedgerExport(open: OpenLedgerExport): RequestHandler {
  return async (request, response, next) => {
    const project = form.exec(request.path)?.[1];
    if (project === undefined) {
      next();
      return;
    }
    requirePlainRead(request, response);
    const lines = codeSchema.safeParse(project).success ? await open(project) : null;
    if (lines === null) throw new Refusal('project.not-found');
    response.setHeader('Content-Type', 'application/jsonl; charset=utf-8');
    response.setHeader('Content-Disposition', `attachment; filename="${project}-ledger.jsonl"`);
    response.setHeader('Cache-Control', 'public, max-age=0, s-maxage=1');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    try {
      await pipeline(Readable.from(inBlocks(lines)), response);
    } catch (error) {
      // A reader that went away is no fault; a fault of ours ends the answer early, and a cut file is found out.
      if (!response.headersSent && !response.destroyed) throw error;
      response.destroy();
    }
  };
}

/** Some hundred lines to a write. */
async function* inBlocks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let block = '';
  for await (const line of lines) {
    block += `${line}\n`;
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield block;
}
