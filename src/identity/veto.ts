import type { Evidence } from '../core/model/evidence.js';
import type { SourceRecord } from '../core/model/source-record.js';

/**
 * Why two groups of records can not be one, if so: on one network both have a stable id that was verified, and not the same.
 * E-mail addresses and phone numbers are no such ids, since one person has several.
 */
export function vetoBetween(left: readonly SourceRecord[], right: readonly SourceRecord[]): Evidence | undefined {
  const ids = new Map<string, Set<string>>();
  for (const record of left)
    for (const { kind, scope, value, verifiedBy, validUntil } of record.identifiers)
      if (kind === 'account-id' && scope && verifiedBy && !validUntil)
        ids.set(scope, (ids.get(scope) ?? new Set()).add(value));
  if (ids.size === 0) return undefined;
  for (const record of right)
    for (const { kind, scope, value, verifiedBy, validUntil } of record.identifiers) {
      if (kind !== 'account-id' || !verifiedBy || validUntil) continue;
      const known = ids.get(scope);
      if (known && !known.has(value)) return { type: 'veto', field: 'account-id', level: `different on ${scope}` };
    }
  return undefined;
}
