import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Prints a page that holds all it needs into a PDF. Rejects where Chromium fails or takes too long. */
export type PrintPage = (html: string) => Promise<Buffer>;

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const longestMs = 30_000;

/** The machine's Chromium as a printer; null where there is none. */
export function findPrinter(chromiumPath: string | undefined): PrintPage | null {
  const file = [chromiumPath, ...candidates].find((one) => one !== undefined && existsSync(one));
  return file === undefined ? null : (html) => print(file, html);
}

async function print(file: string, html: string): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sitecast-print-'));
  try {
    const page = path.join(folder, 'page.html');
    const printed = path.join(folder, 'page.pdf');
    await writeFile(page, html, { mode: 0o600 });
    await run(file, [
      '--headless',
      // Root has no user namespaces to sandbox with; the page holds no script and may ask nobody for anything.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-sync',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND',
      '--no-pdf-header-footer',
      `--user-data-dir=${path.join(folder, 'profile')}`,
      `--print-to-pdf=${printed}`,
      `file://${page}`,
    ]);
    return await readFile(printed);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function run(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: 'ignore',
      timeout: longestMs,
      killSignal: 'SIGKILL',
      env: { PATH: process.env['PATH'], HOME: tmpdir() },
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`Chromium ended with ${code ?? signal}`));
    });
  });
}
