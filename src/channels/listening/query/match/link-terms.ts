import { linkAddress } from '../link-address.js';

/** Longer addresses are searched by their beginning. */
const mostParts = 30;

/** The site of a link and those above it; the address and those above it: `a.example/b`, `a.example`. */
export function linkTerms(link: string): { sites: string[]; addresses: string[] } {
  const address = linkAddress(link);
  const sites: string[] = [];
  const addresses: string[] = [];
  if (address === undefined) return { sites, addresses };
  const slash = address.indexOf('/');
  const host = slash < 0 ? address : address.slice(0, slash);
  for (let at = 0; at >= 0 && sites.length < mostParts; at = host.indexOf('.', at) + 1 || -1)
    sites.push(host.slice(at));
  for (let at = host.length; at >= 0 && addresses.length < mostParts; at = address.indexOf('/', at + 1))
    addresses.push(address.slice(0, at));
  if (addresses.at(-1) !== address) addresses.push(address);
  return { sites, addresses };
}
