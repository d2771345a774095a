/**
 * How long a rewind takes from the slider to the first moving frame, for instants of 30 days, as a person who was granted
 * the footage. The days are made of what a camera of the demo has just recorded: each past hour is the same file under
 * another name (a hard link), with an index of its own.
 */
import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser } from '../support/browser.ts';
import { startProduct, type Product } from '../support/product.ts';
import { setUpAdministrator } from '../support/sign-in.ts';
import { until } from '../support/until.ts';
import { quantile, type Figure } from './statistics.ts';

const camera = 'k-park-plaza';
const days = 30;
const hourMs = 3_600_000;

/** The newest segments of one run, as the recorder's index names them. */
async function findRecorded(folder: string): Promise<{ data: string; lines: string[][] }> {
  for (const day of (await readdir(folder)).filter((name) => /^\d{4}-/.test(name)).reverse()) {
    for (const name of (await readdir(join(folder, day))).filter((one) => one.endsWith('.idx')).reverse()) {
      const lines = (await readFile(join(folder, day, name), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => line.split(' '));
      const run = lines.at(-1)?.[5];
      const own = lines.filter((fields) => fields[5] === run && fields[6] === '1');
      if (own.length >= 6) return { data: join(folder, day, name.replace(/idx$/, 'm4s')), lines: own.slice(-8, -1) };
    }
  }
  throw new Error('nothing recorded yet');
}

async function makePast(product: Product): Promise<void> {
  const folder = join(product.dataDir, 'recorder', 'media', camera);
  const { data, lines } = await until('recorded segments', () => findRecorded(folder).catch(() => null), 60_000);
  const newestHour = Math.floor(Date.now() / hourMs) * hourMs;
  for (let hour = newestHour - days * 24 * hourMs; hour < newestHour; hour += hourMs) {
    const instant = new Date(hour).toISOString();
    const stem = join(folder, instant.slice(0, 10), instant.slice(11, 13));
    await mkdir(join(stem, '..'), { recursive: true });
    await link(data, `${stem}.m4s`);
    let text = '';
    for (let atMs = hour; atMs < hour + hourMs;) {
      // Each time round is a run of its own: its time stamps begin anew.
      const run = atMs.toString(36).padStart(16, '0');
      for (const [, , durationMs, offset, length, , independent, init] of lines) {
        text += `s ${atMs} ${durationMs} ${offset} ${length} ${run} ${independent} ${init}\n`;
        atMs += Number(durationMs);
      }
    }
    await writeFile(`${stem}.idx`, text);
  }
}

export async function measureRewind(instants = 12): Promise<Figure[]> {
  const product = await startProduct({ demo: true });
  const browser = await openBrowser();
  try {
    await makePast(product);
    const { page } = await setUpAdministrator(browser, product);
    await page.goto(`${product.origin}/projects/k-park?camera=${camera}&lang=en`);
    await page.waitForFunction(() => document.querySelector('.player[data-word="live"]'), undefined, {
      timeout: 60_000,
    });
    await page.getByLabel('Length of the bar').selectOption({ index: 2 });
    const times: number[] = [];
    for (let index = 0; index < instants; index += 1) {
      // Spread over all of the days, in an order that never stays within one stretch.
      const backS = Math.round((((index * 7 + 3) % instants) / instants) * days * 86_400 * 0.98) + 7_200;
      const ms = await page.evaluate(
        (backS) =>
          new Promise<number>((resolve) => {
            const video = document.querySelector('video')!;
            const slider = document.querySelector<HTMLInputElement>('.rewind input')!;
            const askedAt = performance.now();
            const onFrame = () => resolve(performance.now() - askedAt);
            video.addEventListener('emptied', () => video.requestVideoFrameCallback(onFrame), { once: true });
            slider.valueAsNumber = -backS;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            slider.dispatchEvent(new Event('change', { bubbles: true }));
          }),
        backS,
      );
      times.push(ms);
      const shown = await until('the recorded picture', async () => {
        const word = await page.locator('.player').getAttribute('data-word');
        const text = await page.locator('.rewind').textContent();
        return word === 'recorded' ? (text ?? '') : null;
      });
      const [hours = 0] = (/−(\d+):/.exec(shown) ?? []).slice(1).map(Number);
      if (Math.abs(hours - backS / 3_600) > 1.1) throw new Error(`asked for ${backS / 3_600} h, shown ${shown}`);
    }
    const slowest = Math.max(...times);
    return [
      {
        name: `rewind to any instant of ${days} days, first frame (slowest of ${instants})`,
        value: slowest / 1_000,
        unit: 's',
        asked: '≤ 1',
        met: slowest <= 1_000,
        yardstick: `median ${(quantile(times, 0.5) / 1_000).toFixed(2)} s`,
      },
    ];
  } finally {
    await browser.close();
    await product.close();
  }
}
