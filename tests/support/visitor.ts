import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** One person's browser: cookies, language and pages of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained of since the start: errors of the page, of the console, of the content policy. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** Opens a browser context that reads English and notes every complaint of its pages. */
export async function openVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  if (options.javaScriptEnabled !== false) {
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.reportError(new Error(`content policy: ${event.violatedDirective} refused ${event.blockedURI}`));
      });
    });
  }
  // A journey waits for conditions; how fast they come is measured elsewhere.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  return { context, page, complaints, close: () => context.close() };
}
