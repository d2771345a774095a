import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** How far an address reaches: `public` needs no permission, `restricted` only by rule, `never` not even by rule. */
export type AddressReach = 'public' | 'restricted' | 'never';

/** Ranges after the IANA special-purpose registries (RFC 6890 and its updates). */
const restrictedRanges = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
];
const neverRanges = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Metadata and host services of large clouds that lie outside the link-local range.
  '100.100.100.200/32',
  '168.63.129.16/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '::/128',
  // Forms that carry an IPv4 address inside: what is reached depends on the network, so none of them is opened.
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2002::/16',
  '100::/64',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
];

/** Adds `address/bits` to a list. Throws where it is neither an IPv4 nor an IPv6 range. */
export function addRange(list: BlockList, range: string): void {
  const [address = '', bits = ''] = range.split('/');
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  if (family === 'ipv6' && !isIPv6(address)) throw new RangeError('is not an address range');
  const count = Number(bits);
  if (!/^\d{1,3}$/.test(bits) || count > (family === 'ipv4' ? 32 : 128))
    throw new RangeError('is not an address range');
  list.addSubnet(address, count, family);
}

function toList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return list;
}
const restricted = toList(restrictedRanges);
// One exception by hand: `::1` lies in `::/96` and is loopback, not an embedded address.
const loopbackV6 = toList(['::1/128']);
const never = toList(neverRanges);

/** `::ffff:a.b.c.d` (however written) → `a.b.c.d`; everything else unchanged. Zone ids are not addresses here. */
export function unwrapMapped(address: string): string {
  if (!isIPv6(address) || address.includes('%')) return address;
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const parts = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!parts) return canonical;
  const high = Number.parseInt(parts[1] ?? '', 16);
  const low = Number.parseInt(parts[2] ?? '', 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Whether a list holds an address; a mapped IPv4 address counts as that address. */
export function holds(list: BlockList, address: string): boolean {
  const plain = unwrapMapped(address);
  return isIPv4(plain) ? list.check(plain, 'ipv4') : isIPv6(plain) && list.check(plain, 'ipv6');
}

/** How far an address reaches. What is not an address, or carries a zone, is `never`. */
export function classifyAddress(address: string): AddressReach {
  const plain = unwrapMapped(address);
  if (plain.includes('%') || (!isIPv4(plain) && !isIPv6(plain))) return 'never';
  if (holds(loopbackV6, plain)) return 'restricted';
  if (holds(never, plain)) return 'never';
  return holds(restricted, plain) ? 'restricted' : 'public';
}
