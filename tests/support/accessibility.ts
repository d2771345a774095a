import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';

let source: string | undefined;

/** What axe finds wrong on the page, or in a part of it, as it stands: rule and places. It is evaluated, not loaded: the content policy stays on. */
export async function findViolations(page: Page, part?: string): Promise<string[]> {
  source ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(`${source};0`);
  const results = await page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: { run: (what: Document | string) => Promise<AxeResults> } };
    return axe.run(selector ?? document);
  }, part);
  return results.violations.map(
    ({ id, help, nodes }) => `${id} (${help}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}
