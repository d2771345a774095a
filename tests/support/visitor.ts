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
  if (options.javaScriptEnabled !== false) waitForCode(page);
  return { context, page, complaints, close: () => context.close() };
}

/**
 * Has `goto` and `reload` end when the page's code has taken over: a person looks first and then acts, and is never as
 * quick as a script. Who asks for less (`waitUntil: 'commit'`) gets less.
 */
function waitForCode(page: Page): void {
  const isAlive = (): boolean =>
    document.querySelector('link[href*="/_app/"]') === null || 'alive' in document.documentElement.dataset;
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (url, options) => {
    const answer = await goto(url, options);
    if (options?.waitUntil !== 'commit') await page.waitForFunction(isAlive);
    return answer;
  };
  page.reload = async (options) => {
    const answer = await reload(options);
    if (options?.waitUntil !== 'commit') await page.waitForFunction(isAlive);
    return answer;
  };
}
