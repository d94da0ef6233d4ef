import type { Identifier } from '../model/identifier.js';
import type { SourceRecord, SourceRecordDraft } from '../model/source-record.js';

/**
 * A record after its source has spoken again. The later statement wins as a whole; a partial one changes what it says and
 * leaves the rest. A handle that is no longer named is kept with the time it ended, since handles change hands and old
 * links still name it.
 *
 * Gives the old record itself when nothing new was said.
 */
export function combineRecord(old: SourceRecord, draft: SourceRecordDraft): SourceRecord {
  const { partial, ...stated } = draft;
  const isOlder = draft.observedAt < old.observedAt;
  if (isThin(draft) || (isOlder && !partial)) return old;
  const said: SourceRecordDraft = partial ? (isOlder ? over(stated, old) : over(old, stated)) : stated;
  const next: SourceRecord = {
    ...said,
    id: old.id,
    firstSeenAt: old.firstSeenAt,
    observedAt: isOlder ? old.observedAt : draft.observedAt,
    identifiers: partial ? said.identifiers : withFormerHandles(old.identifiers, said.identifiers, draft.observedAt),
    ...(old.own && { own: true }),
  };
  return saysTheSame(old, next) ? old : next;
}

/** What `upper` says, and beneath it what only `lower` says. */
function over(lower: SourceRecordDraft, upper: SourceRecordDraft): SourceRecordDraft {
  const named = new Set(upper.identifiers.map(({ kind, scope, value }) => `${kind} ${scope} ${value}`));
  const others = lower.identifiers.filter(({ kind, scope, value }) => !named.has(`${kind} ${scope} ${value}`));
  return {
    ...lower,
    ...upper,
    attributes: { ...lower.attributes, ...upper.attributes },
    identifiers: [...upper.identifiers, ...others],
  };
}

/** Whether two states of a record may be recognized differently. */
export function saysOtherwise(old: SourceRecord, next: SourceRecord): boolean {
  const identity = ({ party, own, identifiers, attributes, affiliations }: SourceRecord) =>
    JSON.stringify([party, own, identifiers, attributes, affiliations]);
  return identity(old) !== identity(next);
}

/** A participant that was only named says nothing new of a record that is known. */
function isThin(draft: SourceRecordDraft): boolean {
  return draft.identifiers.length === 0 && Object.keys(draft.attributes).length === 0 && !draft.standing;
}

/** Whether two states of a record say the same; the order of keys and when it was said do not count. */
function saysTheSame(old: SourceRecord, next: SourceRecord): boolean {
  return same({ ...old, observedAt: '' }, { ...next, observedAt: '' });
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const entries = Object.entries(left).filter(([, value]) => value !== undefined);
  const others = Object.values(right).filter((value) => value !== undefined);
  return (
    entries.length === others.length &&
    entries.every(([key, value]) => same(value, (right as Record<string, unknown>)[key]))
  );
}

function withFormerHandles(old: Identifier[], current: Identifier[], at: string): Identifier[] {
  const named = new Set(current.map(({ kind, scope, value }) => `${kind} ${scope} ${value}`));
  const former = old
    .filter(({ kind, scope, value }) => kind === 'handle' && !named.has(`${kind} ${scope} ${value}`))
    .map((identifier) => ({ ...identifier, validUntil: identifier.validUntil ?? at }));
  return former.length === 0 ? current : [...current, ...former];
}
