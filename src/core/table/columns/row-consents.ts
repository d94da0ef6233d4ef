import type { Consent } from '../../model/consent.js';
import type { Instant } from '../../model/instant.js';
import { parseDate } from '../../text/parse-date.js';
import type { Column } from './detect-columns.js';
import type { RowCells } from './row-cells.js';

const yes = new Set(
  'yes y true t 1 x ✓ on granted given subscribed accepted agreed opted-in in ja oui si sí sim'.split(' '),
);
const no = new Set(
  'no n false f 0 off denied refused unsubscribed declined opted-out out nein non nao não nee'.split(' '),
);

/**
 * What a row says of marketing. A column of consents that says no is a no; one of refusals that says no only means that
 * nobody has refused.
 */
export function consentsOf(cells: RowCells, columns: readonly Column[], observedAt: Instant): Consent[] {
  const consents = new Map<string, Consent>();
  for (const { kind } of columns)
    cells.each(kind, (value) => {
      const [word, channel] = [kind.slice(0, kind.indexOf(':')), kind.slice(kind.indexOf(':') + 1)];
      const answer = answerOf(value);
      if (!answer) return false;
      const state = word === 'refusal' ? 'withdrawn' : answer.isYes ? 'granted' : 'denied';
      if (word === 'refusal' && !answer.isYes) return true;
      const consent: Consent = { purpose: 'marketing', channel, state, source: 'crm', at: answer.at ?? observedAt };
      const before = consents.get(kind);
      if (!before || before.at <= consent.at) consents.set(kind, consent);
      return true;
    });
  return [...consents.values()];
}

/** Yes, no, or a yes since a day. */
function answerOf(value: string): { isYes: boolean; at?: Instant } | undefined {
  const word = value.toLowerCase().replace(/\s+/g, '-');
  if (yes.has(word)) return { isYes: true };
  if (no.has(word)) return { isYes: false };
  const at = /\d{4}/.test(value) ? parseDate(value) : undefined;
  return at ? { isYes: true, at } : undefined;
}
