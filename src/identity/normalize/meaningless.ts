import type { Identifier } from '../../core/model/identifier.js';
import type { PartyKind } from '../../core/model/party.js';
import { normalizeEmail } from './email.js';
import {
  fakeDomains,
  fakeLocals,
  fakeTopLevels,
  machineMailboxes,
  placeholders,
  roleMailboxes,
} from './meaningless-values.js';
import { isPlaceholderPhone, normalizePhone } from './phone.js';
import { fold } from './text.js';

/**
 * Whether an identifier's value identifies nobody: `[deleted]`, `noreply@…`, mailboxes of a role (`info@…`), numbers
 * such as 555-0100, what is typed to get past a form. Such a value makes no key and no evidence.
 *
 * @param party whom it shall identify: a mailbox of a role identifies an organization. Defaults to a person.
 * @example
 * isMeaningless({ kind: 'email', scope: '', value: 'noreply@example.org' }) // true
 */
export function isMeaningless(identifier: Pick<Identifier, 'kind' | 'value'>, party: PartyKind = 'person'): boolean {
  const value = fold(identifier.value.slice(0, 400));
  if (placeholders.has(value.replace(/^@/, ''))) return true;
  if (identifier.kind === 'email') return isMeaninglessEmail(value, party);
  if (identifier.kind === 'phone') {
    const phone = normalizePhone(value);
    return !phone || isPlaceholderPhone(phone);
  }
  return !/[\p{L}\p{N}]/u.test(value);
}

function isMeaninglessEmail(value: string, party: PartyKind): boolean {
  const email = normalizeEmail(value);
  if (!email) return true;
  const local = email.local.split('+')[0] as string;
  const topLevel = email.domain.slice(email.domain.lastIndexOf('.') + 1);
  return (
    machineMailboxes.has(local) ||
    (party === 'person' && roleMailboxes.has(local)) ||
    fakeLocals.has(local) ||
    fakeDomains.has(email.domain) ||
    fakeTopLevels.has(topLevel) ||
    /^(?:no-?reply|do-?not-?reply|bounces?)[-+.]/.test(local)
  );
}
