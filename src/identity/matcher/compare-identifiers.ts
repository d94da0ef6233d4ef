import { damerauLevenshtein } from '../compare/damerau-levenshtein.js';
import { jaroWinkler } from '../compare/jaro-winkler.js';
import type { EmailAddress } from '../normalize/email.js';
import type { PhoneNumber } from '../normalize/phone.js';
import { type Agreement, agreement } from './agreement.js';
import type { Shares } from './frequencies.js';
import type { Standing, Traits } from './traits.js';

/** The pair of values that agrees best. */
interface Best<Value> {
  level: string;
  firm: boolean;
  of: Value;
  place: number;
  /** The smaller of both, to settle between equals. */
  text: string;
}

/**
 * The pair of values that agrees best, by an order of levels from best to worst; firm pairs before others, then by
 * text, so
 * that the order of values decides nothing.
 */
function best<Value extends Standing & { value: string }>(
  left: readonly Value[],
  right: readonly Value[],
  levels: readonly string[],
  levelOf: (a: Value, b: Value) => string | undefined,
): Best<Value> | undefined {
  let found: Best<Value> | undefined;
  for (const a of left)
    for (const b of right) {
      const level = levelOf(a, b);
      if (level === undefined) continue;
      const place = levels.indexOf(level);
      const firm = a.firm && b.firm;
      const text = a.value < b.value ? a.value : b.value;
      if (!found || place < found.place || (place === found.place && (firm !== found.firm ? firm : text < found.text)))
        found = { level, firm, of: a, place, text };
    }
  return found;
}

const emailLevels = ['exact', 'close', 'same-local', 'near', 'different'];

/** Compares addresses of e-mail. */
export function compareEmails(a: Traits, b: Traits, shares: Shares, out: Agreement[]): void {
  const found = best(a.emails, b.emails, emailLevels, emailLevel);
  if (!found) return;
  const alike = found.level === 'close' || found.level === 'near';
  // Mailboxes are made of names: those of two Davids are alike, and that says nothing when the family name is another.
  if (alike && out.some(({ field, level }) => (field === 'given' || field === 'family') && level === 'different'))
    return;
  const share = found.level === 'same-local' ? shares.value(`local:${found.of.local}`) : undefined;
  out.push(agreement('email', found.level, found.firm, share));
}

function emailLevel(a: EmailAddress, b: EmailAddress): string {
  if (a.value === b.value) return 'exact';
  if (a.local === b.local && a.local.length >= 4) return 'same-local';
  if (a.value.length >= 8 && damerauLevenshtein(a.value, b.value, 2) <= 2 && !partedByNumber(a.local, b.local))
    return 'close';
  return jaroWinkler(a.local, b.local) >= 0.88 && jaroWinkler(a.domain, b.domain) >= 0.8 ? 'near' : 'different';
}

/** `ann.lee1` and `ann.lee2` were made to be told apart. */
function partedByNumber(a: string, b: string): boolean {
  const letters = a.replace(/\d+/g, '');
  return a !== b && letters === b.replace(/\d+/g, '');
}

/** Compares phone numbers. */
export function comparePhones(a: Traits, b: Traits, out: Agreement[]): void {
  const found = best(a.phones, b.phones, ['exact', 'ending', 'slip', 'different'], phoneLevel);
  if (found) out.push(agreement('phone', found.level, found.firm));
}

function phoneLevel(a: PhoneNumber, b: PhoneNumber): string {
  if (a.value === b.value) return 'exact';
  if (a.ending === b.ending && !(a.international && b.international)) return 'ending';
  return damerauLevenshtein(a.ending, b.ending, 1) <= 1 ? 'slip' : 'different';
}

/** Compares websites. Different ones say nothing. */
export function comparePages(a: Traits, b: Traits, out: Agreement[]): void {
  const found = best(a.pages, b.pages, ['same-page', 'same-site'], (left, right) => {
    if (left.value === right.value) return 'same-page';
    return left.host === right.host && (left.path === '' || right.path === '') ? 'same-site' : undefined;
  });
  if (found) out.push(agreement('url', found.level, found.firm));
}

/** Compares stable ids: those of one kind and scope. */
export function compareIds(a: Traits, b: Traits, out: Agreement[]): void {
  const found = best(a.ids, b.ids, ['exact', 'close', 'different'], (left, right) => {
    if (left.kind !== right.kind || left.scope !== right.scope) return undefined;
    if (left.value === right.value) return 'exact';
    // An account's number is another account by one digit: a slip is possible only in ids that people type.
    if (left.kind === 'account-id' || left.value.length < 6) return 'different';
    return damerauLevenshtein(left.value, right.value, 1) <= 1 ? 'close' : 'different';
  });
  if (found) out.push(agreement('identifier', found.level, found.firm));
}

/** Compares accounts on networks: those that a record is and those that it lists. */
export function compareAccounts(a: Traits, b: Traits, out: Agreement[]): void {
  let apart = false;
  let same = false;
  let firm = false;
  for (const left of a.accounts)
    for (const right of b.accounts) {
      if (left.scope !== right.scope) continue;
      if (left.value === right.value) {
        same = true;
        firm ||= left.firm && right.firm;
      } else if (left.firm && right.firm) apart = true;
    }
  if (same) out.push(agreement('account', 'same', firm));
  else if (apart) out.push(agreement('account', 'different', true));
}
