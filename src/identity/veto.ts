import type { Evidence } from '../core/model/evidence.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';

/**
 * Why two groups of records can not be one, if so: on one network both have stable ids that were verified, and none in
 * common. E-mail addresses and phone numbers are no such ids, since one person has several.
 */
export function vetoBetween(left: readonly Identified[], right: readonly Identified[]): Evidence | undefined {
  const ids = verifiedIds(left);
  if (ids.size === 0) return undefined;
  for (const [scope, values] of verifiedIds(right)) {
    const known = ids.get(scope);
    if (known && values.isDisjointFrom(known))
      return { type: 'veto', field: 'account-id', level: `different on ${scope}` };
  }
  return undefined;
}

/** What a veto can come of. */
export type Identified = Pick<SourceRecordDraft, 'identifiers'>;

function verifiedIds(records: readonly Identified[]): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const record of records)
    for (const { kind, scope, value, verifiedBy, validUntil } of record.identifiers) {
      if (kind !== 'account-id' || !scope || !verifiedBy || validUntil) continue;
      const known = ids.get(scope);
      if (known) known.add(value);
      else ids.set(scope, new Set([value]));
    }
  return ids;
}
