/**
 * How fast a visitor's Chromium checks a ledger, beside a plain loop of SHA-256 over the same lines in the same page.
 * The page runs the package's own source: its types are stripped, nothing else is done to it.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type * as Ledger from '@sitecast/ledger';
import {
  createKeyText,
  genesis,
  readSigningKey,
  sealRecord,
  signCheckpoint,
  toCheckpointLine,
  toHeaderLine,
} from '@sitecast/ledger';
import { openBrowser } from '../support/browser.ts';
import { quantile, type Figure } from './statistics.ts';

const source = path.join(import.meta.dirname, '../../packages/ledger/src');
const checkpointEvery = 64;

/** An export with records as long as those of a real post. */
async function makeExport(records: number): Promise<string> {
  const key = await readSigningKey(await createKeyText());
  const project = 'k-park';
  const lines: string[] = [];
  let prev = genesis;
  for (let n = 1; n <= records; n += 1) {
    const at = new Date(Date.UTC(2025, 8, 12) + n * 60_000).toISOString();
    const body = {
      entry: `entry-${n}`,
      item: `M${n % 40}`,
      version: n,
      dataDate: at.slice(0, 10),
      method: 'units',
      measurement: { method: 'units', done: n % 977, total: 977 },
      percentBp: Math.round(((n % 977) / 977) * 10_000),
      by: { role: 'project-manager' },
      evidence: [{ id: `photo-${n}`, sha256: prev }],
      project: { percentBp: n % 10_000, baselineRevision: 1 },
    };
    const { record, line } = await sealRecord({ project, n, at, kind: 'progress-entry', body, prev });
    prev = record.hash;
    lines.push(line);
    if (n % checkpointEvery === 0 || n === records) {
      lines.push(toCheckpointLine(await signCheckpoint(key, { project, n, hash: prev, at })));
    }
  }
  const checkpoints = lines.length - records;
  const header = toHeaderLine({ project, records, checkpoints, keys: [key.publicKey] });
  return `${[header, ...lines].join('\n')}\n`;
}

export async function measureLedger(records = 40_000, runs = 5): Promise<Figure[]> {
  const file = await makeExport(records);
  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://localhost').pathname, file).then(({ type, text }) => {
      response.writeHead(text === null ? 404 : 200, { 'content-type': type });
      response.end(text ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const pairs = await page.evaluate(runInPage, { records, runs });
    const rates = pairs.map((pair) => pair.verified);
    const ratios = pairs.map((pair) => pair.verified / pair.plain);
    const rate = quantile(rates, 0.5);
    return [
      {
        name: `ledger records verified in Chromium (${records} records, ${checkpointEvery} to a signature, median)`,
        value: rate,
        unit: '/s',
        asked: '≥ 20 000',
        met: rate >= 20_000,
        yardstick: `${quantile(ratios, 0.5).toFixed(2)} of a plain SHA-256 loop over the same lines: ${Math.round(
          quantile(
            pairs.map((pair) => pair.plain),
            0.5,
          ),
        )}/s`,
      },
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

async function answer(pathname: string, file: string): Promise<{ type: string; text: string | null }> {
  if (pathname === '/') return { type: 'text/html', text: '<!doctype html><title>ledger</title>' };
  if (pathname === '/export.jsonl') return { type: 'application/jsonl', text: file };
  const name = /^\/src\/([a-z-]+\.ts)$/.exec(pathname)?.[1];
  if (name === undefined) return { type: 'text/plain', text: null };
  return { type: 'text/javascript', text: stripTypeScriptTypes(await readFile(path.join(source, name), 'utf8')) };
}

/** Runs in the page: both measures in turn, so that a busy machine slows both. */
async function runInPage({ records, runs }: { records: number; runs: number }) {
  const address = '/src/index.ts';
  const { readLines, verifyLedger } = (await import(address)) as typeof Ledger;
  const bytes = new Uint8Array(await (await fetch('/export.jsonl')).arrayBuffer());
  async function* inPieces() {
    for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
  }
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n');
  const encoder = new TextEncoder();
  const pairs: { verified: number; plain: number }[] = [];
  for (let run = 0; run < runs; run += 1) {
    let startMs = performance.now();
    for (let at = 0; at < lines.length; at += 1_024) {
      const batch = lines.slice(at, at + 1_024);
      await Promise.all(batch.map((line) => crypto.subtle.digest('SHA-256', encoder.encode(line))));
    }
    const plain = (lines.length / (performance.now() - startMs)) * 1_000;
    startMs = performance.now();
    const report = await verifyLedger(readLines(inPieces()));
    if (report.fault !== null || report.records !== records || report.covered !== records) {
      throw new Error(`the ledger does not hold: ${JSON.stringify(report)}`);
    }
    pairs.push({ verified: (records / (performance.now() - startMs)) * 1_000, plain });
  }
  return pairs;
}
