import type { Contact } from '../../core/model/source-record.js';
import { normalizeEmail } from '../../identity/normalize/email.js';
import { isMeaningless } from '../../identity/normalize/meaningless.js';
import { freeMailDomains } from './free-mail.js';

/** The domains of a contact's addresses, but for those at which anybody has one. */
export function domainsOf({ identifiers, party }: Contact): string[] {
  const found = identifiers.flatMap((one) => {
    const email = one.kind === 'email' && !isMeaningless(one, party) ? normalizeEmail(one.value) : undefined;
    return email && !freeMailDomains.has(email.domain) ? email.domain : [];
  });
  return [...new Set(found)];
}
