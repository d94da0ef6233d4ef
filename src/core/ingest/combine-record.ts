import type { Identifier } from '../model/identifier.js';
import type { SourceRecord, SourceRecordDraft } from '../model/source-record.js';

/**
 * A record after its source has spoken again. The later statement wins as a whole; a handle that is no longer named is
 * kept with the time it ended, since handles change hands and old links still name it.
 *
 * Gives the old record itself when nothing new was said.
 */
export function combineRecord(old: SourceRecord, draft: SourceRecordDraft): SourceRecord {
  if (draft.observedAt < old.observedAt || isThin(draft)) return old;
  const identifiers = withFormerHandles(old.identifiers, draft.identifiers, draft.observedAt);
  const next: SourceRecord = {
    ...draft,
    id: old.id,
    firstSeenAt: old.firstSeenAt,
    identifiers,
    ...(old.own && { own: true }),
  };
  return statement(next) === statement(old) ? old : next;
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

/** What a record says, written so that the order of its keys does not matter; when it was said does not count. */
function statement({ observedAt: _observedAt, ...rest }: SourceRecord): string {
  return JSON.stringify(rest, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value,
  );
}

function withFormerHandles(old: Identifier[], current: Identifier[], at: string): Identifier[] {
  const named = new Set(current.map(({ kind, scope, value }) => `${kind} ${scope} ${value}`));
  const former = old
    .filter(({ kind, scope, value }) => kind === 'handle' && !named.has(`${kind} ${scope} ${value}`))
    .map((identifier) => ({ ...identifier, validUntil: identifier.validUntil ?? at }));
  return former.length === 0 ? current : [...current, ...former];
}
