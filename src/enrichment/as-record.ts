import type { RecordId } from '../core/model/id.js';
import type { SourceRecord, SourceRecordDraft } from '../core/model/source-record.js';

/** A draft as a resolver takes it. Nothing is kept, so it needs no id of its own. */
export function asRecord(draft: SourceRecordDraft): SourceRecord {
  return { ...draft, id: draft.externalId as RecordId, firstSeenAt: draft.observedAt };
}
