import { dotlessProviders, providerAliases } from './meaningless-values.js';

/** An address of e-mail as it is compared. */
export interface EmailAddress {
  /** `local@domain`. */
  value: string;
  local: string;
  domain: string;
}

const shape = /^[^\s@<>"(),:;]{1,64}@[a-z0-9\p{L}](?:[a-z0-9\p{L}.-]{0,250}[a-z0-9\p{L}])?$/u;

/**
 * Brings an address into the form in which two spellings of one mailbox are equal: lower case, no `mailto:`, and dots
 * and
 * `+tags` away only where the provider ignores them. `undefined` when it is none.
 *
 * @example
 * normalizeEmail('Ann.Lee+news@GoogleMail.com')?.value // 'annlee@gmail.com'
 */
export function normalizeEmail(text: string): EmailAddress | undefined {
  const address = text
    .slice(0, 400)
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '')
    .replace(/\?.*$/, '');
  if (!shape.test(address)) return undefined;
  const at = address.lastIndexOf('@');
  const written = address.slice(at + 1);
  const domain = providerAliases.get(written) ?? written;
  let local = address.slice(0, at);
  if (dotlessProviders.has(domain)) local = (local.split('+')[0] as string).replaceAll('.', '');
  return local && domain.includes('.') ? { value: `${local}@${domain}`, local, domain } : undefined;
}
