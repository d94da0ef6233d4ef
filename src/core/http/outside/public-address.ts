import { BlockList, isIP } from 'node:net';

type Subnet = readonly [network: string, prefix: number];

/** What is not public of IPv4 (IANA IPv4 Special-Purpose Address Registry), and one public address behind which a cloud serves its own machines. */
const closed4: readonly Subnet[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Where IPv6 leads outside: global unicast, and IPv4 through NAT64 (RFC 6052). */
const open6: readonly Subnet[] = [
  ['2000::', 3],
  ['64:ff9b::', 96],
];

/** What of it does not (IANA IPv6 Special-Purpose Address Registry): Teredo and its like, documentation, 6to4, and closed IPv4. */
const closed6: readonly Subnet[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ...closed4.map(([network, prefix]): Subnet => [`64:ff9b::${network}`, 96 + prefix]),
];

const listOf = (subnets: readonly Subnet[], family: 'ipv4' | 'ipv6') => {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
};
const closedIn4 = listOf(closed4, 'ipv4');
const openIn6 = listOf(open6, 'ipv6');
const closedIn6 = listOf(closed6, 'ipv6');

/**
 * Whether an address is one of the public internet. IPv4 written as IPv6 (`::ffff:127.0.0.1`) is none: nobody outside
 * is reached by it alone.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !closedIn4.check(address, 'ipv4');
  // An address with a zone is of this machine's own links.
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return openIn6.check(address, 'ipv6') && !closedIn6.check(address, 'ipv6');
}
