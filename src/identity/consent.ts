import type { Consent } from '../core/model/consent.js';
import type { EffectiveConsent } from '../core/model/customer.js';
import type { SourceRecord } from '../core/model/source-record.js';

const everywhere = '*';
const strictness = { granted: 0, denied: 1, withdrawn: 2 } as const;

/**
 * What may be said to a customer: the strictest word of any source, per purpose and channel. Of one source only the
 * latest statement
 * counts, so that whoever recorded a refusal can record that it was taken back, and nobody else can.
 *
 * A statement on all channels (`*`) holds on each. A later grant on one channel lifts the same source's refusal of all
 * for that channel; a
 * grant on all lifts no refusal of one. Of statements of one moment the strictest counts.
 *
 * @returns sorted by purpose, then by channel. A channel that is not in it has what `*` has; without that, nothing was
 * said.
 * @example
 * effectiveConsent(customer.records) // [{ purpose: 'marketing', channel: '*', state: 'withdrawn' }]
 */
export function effectiveConsent(records: Iterable<Pick<SourceRecord, 'source' | 'consents'>>): EffectiveConsent[] {
  const bySource = new Map<string, Map<string, Map<string, Consent>>>();
  const channels = new Map<string, Set<string>>();
  for (const record of records)
    for (const consent of record.consents ?? []) {
      const purposes = entry(
        bySource,
        JSON.stringify([record.source, consent.source]),
        () => new Map<string, Map<string, Consent>>(),
      );
      const latest = entry(purposes, consent.purpose, () => new Map<string, Consent>());
      entry(channels, consent.purpose, () => new Set<string>()).add(consent.channel);
      const known = latest.get(consent.channel);
      if (!known || overrules(consent, known)) latest.set(consent.channel, consent);
    }
  const effective: EffectiveConsent[] = [];
  for (const purpose of [...channels.keys()].sort())
    for (const channel of [...(channels.get(purpose) as Set<string>)].sort()) {
      const states = [...bySource.values()].flatMap((purposes) => stateOn(channel, purposes.get(purpose)) ?? []);
      const state = states.reduce((left, right) => (strictness[right] > strictness[left] ? right : left));
      effective.push({ purpose, channel, state });
    }
  return effective;
}

/** What one source says of a channel, by its latest words on it and on all. */
function stateOn(channel: string, latest: ReadonlyMap<string, Consent> | undefined): Consent['state'] | undefined {
  const own = latest?.get(channel);
  const general = latest?.get(everywhere);
  if (!own || !general || general.state === 'granted') return (own ?? general)?.state;
  return own.at > general.at
    ? own.state
    : strictness[own.state] > strictness[general.state]
      ? own.state
      : general.state;
}

function overrules(next: Consent, known: Consent): boolean {
  return next.at !== known.at ? next.at > known.at : strictness[next.state] > strictness[known.state];
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
