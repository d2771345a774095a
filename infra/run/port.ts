import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** True when nothing listens on that port of that host now. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

const triedPorts = 200;

/** The first free port from `from` upwards. */
export async function findFreePort(from: number, host: string): Promise<number> {
  for (let port = from; port < Math.min(from + triedPorts, 65_536); port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new Error(`no free port from ${from} to ${Math.min(from + triedPorts, 65_536) - 1}`);
}

/** So many ports that the system has free, each another; for programs that must be told theirs before they start. */
export async function findFreePorts(count: number, host: string): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen({ port: 0, host, exclusive: true }));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map((probe) => (probe.address() as AddressInfo).port);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
}
