import { scopeOf } from '../../core/model/scope.js';
import { trackingParameters } from './meaningless-values.js';
import { reservedPaths, type SocialSite, socialSites } from './social-sites.js';

/** The address of a page as it is compared. */
export interface PageAddress {
  /** Host, path and meaningful parameters: `example.org/ann?id=3`. */
  value: string;
  /** Without `www.`. */
  host: string;
  path: string;
}

/** An account that an address or a handle names. */
export interface AccountName {
  /** `network` or `network/realm`. */
  scope: string;
  /** As it is compared: lower case, without `@`. */
  handle: string;
}

/**
 * Brings an address into the form in which two spellings of one page are equal: no scheme, `www.`, trailing slash,
 * fragment or
 * tracking parameters, parameters in order. `undefined` when it is no address of the web.
 *
 * @example
 * normalizeUrl('https://www.Example.org/ann/?utm_source=x#top')?.value // 'example.org/ann'
 */
export function normalizeUrl(text: string): PageAddress | undefined {
  const url = parse(text);
  if (!url) return undefined;
  const host = url.hostname.replace(/^(?:www\d?|m|mobile)\./, '').replace(/\.$/, '');
  if (!host.includes('.')) return undefined;
  const path = decode(url.pathname).replace(/\/(?:index\.\w{3,5})?$/, '');
  const kept = [...url.searchParams].filter(
    ([name]) => !/^utm_/i.test(name) && !trackingParameters.has(name.toLowerCase()),
  );
  const query = kept.map(([name, value]) => `${name}=${value}`).sort();
  return { value: `${host}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`, host, path };
}

/**
 * The account whose page an address is, by the sites' data; `https://host/@name` elsewhere is read as of the fediverse.
 *
 * @example
 * socialAccount('https://www.linkedin.com/in/Ann-Lee/') // { scope: 'linkedin', handle: 'ann-lee' }
 */
export function socialAccount(text: string, sites: readonly SocialSite[] = socialSites): AccountName | undefined {
  const url = parse(text);
  if (!url) return undefined;
  const host = url.hostname.replace(/^(?:www\d?|m|mobile|[a-z]{2}(?:-[a-z]{2})?)\.(?=[^.]+\.)/, '');
  const path = decode(url.pathname).replace(/^\/+/, '');
  const site = sites.find(({ hosts }) => hosts.includes(host));
  if (!site) {
    const name = /^@([^/@]+)\/?$/.exec(path)?.[1];
    return name ? { scope: scopeOf('mastodon', host), handle: name.toLowerCase() } : undefined;
  }
  for (const before of site.before) {
    if (!path.startsWith(before)) continue;
    const handle = (path.slice(before.length).split('/')[0] as string).replace(/^@/, '').toLowerCase();
    if (handle && !reservedPaths.has(handle)) return { scope: site.network, handle };
    return undefined;
  }
  return undefined;
}

function parse(text: string): URL | undefined {
  const trimmed = text.slice(0, 2000).trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!/^https?:/i.test(whole)) return undefined;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
