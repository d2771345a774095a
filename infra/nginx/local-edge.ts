import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../run/port.ts';
import { inWorkspace } from '../run/workspace.ts';

export const nginxPath = process.getuid?.() === 0 ? '/usr/sbin/nginx' : 'nginx';

export interface LocalEdge {
  readonly origin: string;
  readonly configFile: string;
  close(): Promise<void>;
}

export interface LocalEdgeOptions {
  /** Everything that nginx writes, its caches too. */
  folder: string;
  /** Ports on loopback. */
  serverPort: number;
  recorderPort: number;
  /** Pins the one worker to a core. */
  core?: number;
}

/**
 * The shipped edge on a port of loopback. What is replaced in its file must stand there, or another file would run;
 * rejects otherwise, and where nginx is missing.
 */
export async function startLocalEdge(options: LocalEdgeOptions): Promise<LocalEdge> {
  const { folder, core } = options;
  const port = await findFreePort(20_000 + (process.pid % 20_000), '127.0.0.1');
  const gatePort = await findFreePort(port + 1, '127.0.0.1');
  const configFile = join(folder, 'nginx.conf');
  // As root, workers would be another user, who may not read a folder of ours.
  const user = process.getuid?.() === 0 ? 'user root;\n' : '';
  await writeFile(configFile, user + toLocalConfig(options, port, gatePort));
  const command = [nginxPath, '-c', configFile, '-p', folder];
  const [program = '', ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command];
  const nginx = spawn(program, args, { stdio: 'ignore' });
  const failed = once(nginx, 'exit').then(([code]) => {
    throw new Error(`nginx ended with ${String(code)}`);
  });
  const origin = `http://127.0.0.1:${port}`;
  await Promise.race([failed, waitForAnswer(origin)]);
  failed.catch(() => undefined);
  return {
    origin,
    configFile,
    close: async () => {
      nginx.kill('SIGQUIT');
      if (nginx.exitCode === null && nginx.signalCode === null) await once(nginx, 'exit');
    },
  };
}

/** Any answer will do: what stands behind it may be away. */
async function waitForAnswer(origin: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${origin}/metrics`).catch(() => null);
    if (answer) return;
    await new Promise((tick) => setTimeout(tick, 20));
  }
}

function toLocalConfig({ folder, serverPort, recorderPort }: LocalEdgeOptions, port: number, gatePort: number): string {
  let text = readFileSync(inWorkspace('infra/nginx/sitecast.conf'), 'utf8');
  const replacements: [string, string][] = [
    ['server 127.0.0.1:4000;', `server 127.0.0.1:${serverPort};`],
    ['server 127.0.0.1:4100;', `server 127.0.0.1:${recorderPort};`],
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['127.0.0.1:8081;', `127.0.0.1:${gatePort};`],
    ['/var/cache/sitecast-playlists', join(folder, 'playlists')],
    ['/var/cache/sitecast-arrivals', join(folder, 'arrivals')],
    ['/var/cache/sitecast-segments', join(folder, 'segments')],
  ];
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`the shipped edge has no ${from}`);
    text = text.replaceAll(from, to);
  }
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${join(folder, name)};`)
    .join('\n');
  return [
    'daemon off;',
    'worker_processes 1;',
    `pid ${join(folder, 'nginx.pid')};`,
    `error_log ${join(folder, 'error.log')};`,
    'events { worker_connections 8192; }',
    'http {',
    'access_log off;',
    'keepalive_requests 1000000;',
    'types { application/vnd.apple.mpegurl m3u8; video/mp4 m4s; }',
    temporary,
    text,
    '}',
    '',
  ].join('\n');
}
