import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Why nobody can listen there: another program does, this machine has no such address, or the system forbids it. */
export type PortFault = 'taken' | 'no-such-address' | 'forbidden';

const faultOf: Readonly<Record<string, PortFault>> = { EADDRINUSE: 'taken', EACCES: 'forbidden' };

/** What keeps a program from listening on that port of that host now; null: nothing. Port 0 asks for the host alone. */
export function findPortFault(port: number, host: string): Promise<PortFault | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(faultOf[error.code ?? ''] ?? 'no-such-address'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)));
  });
}

const triedPorts = 200;

/** The first free port from `from` upwards. */
export async function findFreePort(from: number, host: string): Promise<number> {
  for (let port = from; port < Math.min(from + triedPorts, 65_536); port += 1) {
    if ((await findPortFault(port, host)) === null) return port;
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
