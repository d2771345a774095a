import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../infra/run/port.ts';
import { until } from '../support/until.ts';
import { spawnPinned } from './processes.ts';

/** The yardstick of serving: nginx with sendfile and one worker on a core, giving the files of a folder. */
export async function startPlainNginx(dir: string, core: number): Promise<{ origin: string; close(): Promise<void> }> {
  const port = await findFreePort(40_000 + (process.pid % 20_000), '127.0.0.1');
  const config = join(dir, 'nginx.conf');
  await writeFile(
    config,
    `${process.getuid?.() === 0 ? 'user root;' : ''} daemon off; worker_processes 1; pid ${dir}/nginx.pid; error_log ${dir}/error.log;
     events { worker_connections 1024; }
     http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; client_body_temp_path ${dir}/body;
       proxy_temp_path ${dir}/proxy; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
       types { application/vnd.apple.mpegurl m3u8; video/mp4 m4s; }
       server { listen 127.0.0.1:${port}; root ${dir}; } }`,
  );
  const nginx = spawnPinned(core, 'nginx', ['-c', config]);
  const origin = `http://127.0.0.1:${port}`;
  await until('nginx', async () => (await fetch(`${origin}/nginx.conf`)).ok);
  return {
    origin,
    async close() {
      const ended = once(nginx, 'exit');
      nginx.kill('SIGTERM');
      await ended;
    },
  };
}
