import type { Address, Mailbox } from 'postal-mime';

/** An address that a mail names, with the name that stands beside it. */
export interface NamedAddress {
  /** In lower case. */
  address: string;
  name?: string;
}

const longestAddress = 320;

/**
 * Brings an address into the form that names its mailbox here: lower case, no space around it, no dot at its end.
 * Mailers differ in case and people never do, so the local part's case says nothing either.
 *
 * @returns undefined when it is no address.
 */
export function normalizeAddress(text: string): string | undefined {
  const address = text.trim().normalize('NFC').toLowerCase().replace(/\.$/, '');
  if (address.length > longestAddress || /[\s\p{Cc}<>",;]/u.test(address)) return undefined;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 1 || domain === '' || address.indexOf('@') !== at || domain.startsWith('.')) return undefined;
  return address;
}

/** The domain of a normalized address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** The mailboxes of a list with its groups opened, each once; what is no address is left out. */
export function addressesOf(list: readonly Address[], most: number): { addresses: NamedAddress[]; leftOut: number } {
  const named = new Map<string, NamedAddress>();
  let leftOut = 0;
  const take = (mailbox: Mailbox) => {
    const address = normalizeAddress(mailbox.address);
    if (!address) return;
    const known = named.get(address);
    const name = known?.name ?? nameOf(mailbox.name, address);
    if (!known && named.size >= most) leftOut += 1;
    else named.set(address, { address, ...(name && { name }) });
  };
  for (const entry of list) {
    if (entry.group) for (const member of entry.group) take(member);
    else take(entry);
  }
  return { addresses: [...named.values()], leftOut };
}

/** A display name; one that only repeats the address is none. */
function nameOf(text: string, address: string): string | undefined {
  const name = text
    .slice(0, 1000)
    .replaceAll('\0', '')
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^'(.+)'$/, '$1');
  return name === '' || name.toLowerCase() === address ? undefined : name;
}
