import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's site that frames one of our pages. */
export interface ForeignSite {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts it on a loopback address of its own; `host` 127.0.0.2 is an origin that no channel of the demo allows. */
export async function startForeignSite(framedUrl: string, host = '127.0.0.1'): Promise<ForeignSite> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>Partner</title><h1>Partner</h1><iframe title="K-Park" src="${framedUrl}" width="900" height="600"></iframe></html>`,
    );
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
