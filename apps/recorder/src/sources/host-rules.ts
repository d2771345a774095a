import { BlockList, isIP, isIPv6 } from 'node:net';
import { addRange, holds, unwrapMapped } from './address.ts';

/** One entry of `SITECAST_SOURCE_HOSTS`: a range, or a host with or without a port. */
export type HostRule = { kind: 'range'; list: BlockList } | { kind: 'host'; host: string; port: number | null };

const namePattern = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/;

function parseRule(text: string): HostRule {
  if (text.includes('/')) {
    const list = new BlockList();
    addRange(list, text);
    return { kind: 'range', list };
  }
  const parts = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text.toLowerCase());
  const bare = isIPv6(text) ? text : undefined;
  const host = (bare ?? parts?.[1] ?? parts?.[2] ?? '').toLowerCase();
  const port = bare === undefined && parts?.[3] !== undefined ? Number(parts[3]) : null;
  if (isIP(host) === 0 && !namePattern.test(host)) throw new RangeError('is not a host');
  if (port !== null && (port < 1 || port > 65_535)) throw new RangeError('has no valid port');
  return { kind: 'host', host: isIP(host) ? unwrapMapped(host) : host, port };
}

/**
 * The hosts beyond the public internet that sources may name: `10.20.0.0/16, camera.site.lan:554, [fd12::1]`.
 * Throws a RangeError that names the position of the bad entry, never its text.
 */
export function parseHostRules(text: string): HostRule[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry, index) => {
      try {
        return parseRule(entry);
      } catch {
        throw new RangeError(`entry ${index + 1} is neither an address range nor a host with an optional port`);
      }
    });
}

/** Whether the operator listed this host, or the address it stands for, with this port. */
export function isListed(rules: readonly HostRule[], host: string, address: string, port: number): boolean {
  const name = isIP(host) ? unwrapMapped(host) : host.replace(/\.$/, '');
  return rules.some((rule) =>
    rule.kind === 'range'
      ? holds(rule.list, address)
      : (rule.port === null || rule.port === port) && (rule.host === name || rule.host === unwrapMapped(address)),
  );
}

/** Whether a rule names exactly this port for the host: then it counts even where the port is unusual. */
export function isPortListed(rules: readonly HostRule[], host: string, port: number): boolean {
  const name = host.replace(/\.$/, '');
  return rules.some((rule) => rule.kind === 'host' && rule.port === port && rule.host === name);
}
