import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { Refusal } from '@sitecast/contract';
import { classifyAddress, unwrapMapped } from './address.ts';
import { isListed, isPortListed, parseHostRules } from './host-rules.ts';
import { parseSourceUrl, urlReasons, type PulledKind, type SourceUrl } from './source-url.ts';

/** A source that may be opened: connect to `address` and to nothing else. */
export interface AdmittedSource {
  url: SourceUrl;
  /** The one address the host stood for when it was checked. */
  address: string;
  /** The operator listed the host: its certificate may be its own (README of this folder). */
  listed: boolean;
}

/** The name is not known to the resolver now; that may change, so it is no refusal. */
export class HostNotFound extends Error {
  constructor() {
    super('the host was not found');
    this.name = 'HostNotFound';
  }
}

export interface SourceGuard {
  /**
   * Checks an address and resolves its host once. Throws `Refusal('camera.source-refused')` for what is not allowed
   * (the reason never repeats the address, it may hold a password), `HostNotFound` where the name is unknown.
   */
  admit(text: string, kind: PulledKind): Promise<AdmittedSource>;
}

export type Resolve = (host: string) => Promise<readonly string[]>;

async function resolveHost(host: string): Promise<string[]> {
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  return found.map((entry) => entry.address);
}

function refuseSource(field: string, reason: string): Refusal {
  return new Refusal('camera.source-refused', {
    detail: `The source ${reason}.`,
    fields: [{ field, message: reason }],
  });
}

/** The guard of CTRL4. `hosts` is `SITECAST_SOURCE_HOSTS`; a RangeError says which of its entries is bad. */
export function createSourceGuard(options: { hosts: string; resolve?: Resolve }): SourceGuard {
  const rules = parseHostRules(options.hosts);
  const resolve = options.resolve ?? resolveHost;
  async function findAddresses(host: string): Promise<readonly string[]> {
    if (isIP(host)) return [host];
    try {
      return await resolve(host);
    } catch {
      throw new HostNotFound();
    }
  }

  return {
    async admit(text, kind) {
      const field = kind === 'onvif' ? 'onvif.url' : 'source.url';
      const parsed = parseSourceUrl(text, kind, (host, port) => isPortListed(rules, host, port));
      if (!parsed.ok) throw refuseSource(field, urlReasons[parsed.reason]);
      const { url } = parsed;
      const addresses = (await findAddresses(url.host)).map(unwrapMapped);
      const first = addresses[0];
      if (first === undefined) throw new HostNotFound();
      // Every address is checked, not the first: a name with one allowed and one forbidden address is a trap.
      for (const address of addresses) {
        const reach = classifyAddress(address);
        if (reach === 'never') throw refuseSource(field, 'has a host at an address that is never opened');
        if (reach === 'restricted' && !isListed(rules, url.host, address, url.port)) {
          throw refuseSource(field, 'has a host in a private network that SITECAST_SOURCE_HOSTS does not list');
        }
      }
      const listed = addresses.every((address) => isListed(rules, url.host, address, url.port));
      return { url, address: first, listed };
    },
  };
}
