import { z } from 'zod';
import type { Principal } from '../platform/caller.ts';
import type { RenderTickets } from '../platform/render-tickets.ts';
import { createOwnReader } from './own-pages.ts';
import { toSelfContained } from './self-contained.ts';

/** The words of a report's mail, as the pages write them. */
const letterSchema = z.object({
  language: z.string(),
  subject: z.string(),
  paragraphs: z.array(z.string()),
  rows: z.array(z.object({ label: z.string(), value: z.string() })),
  open: z.string(),
  attached: z.string(),
  why: z.string(),
  end: z.string(),
});

/**
 * Makes a report for one person out of the pages they would see themselves: what they may see is decided there, by the
 * same code as for their browser. null where a page is not there.
 */
export function createReportRenderer(parts: {
  tickets: RenderTickets;
  print: ((html: string) => Promise<Buffer>) | null;
  /** Where this server listens; asked when it does. */
  address: () => { host: string; port: number };
  hostHeader: () => string;
}) {
  return (
    principal: Principal,
    { project, month, language }: { project: string; month: string; language: string },
  ): Promise<{ letter: z.infer<typeof letterSchema>; pdf: Buffer | null } | null> =>
    parts.tickets.with(principal, async (secret) => {
      const headers = { host: parts.hostHeader(), accept: '*/*', authorization: `Bearer ${secret}` };
      const readOwn = createOwnReader(parts.address(), headers);
      const query = `?month=${month}&lang=${language}`;
      const letter = await readOwn(`/invest/${project}/report/letter${query}`);
      const page = await readOwn(`/invest/${project}/report${query}`);
      if (!letter || !page) return null;
      const html = await toSelfContained(page.bytes.toString('utf8'), readOwn);
      return {
        letter: letterSchema.parse(JSON.parse(letter.bytes.toString('utf8'))),
        pdf: parts.print === null ? null : await parts.print(html),
      };
    });
}
