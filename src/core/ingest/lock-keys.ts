import type { RecordId } from '../model/id.js';
import type { InteractionRef } from '../model/interaction.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { Recognizer } from '../ports.js';
import { nameOf } from './participants.js';
import type { Prepared } from './prepare.js';

const unborn = '' as RecordId;

/** All that a transaction touches, so that it can hold it before it reads: records, their keys, interactions. */
export function lockKeysOf(
  recognizer: Recognizer,
  items: readonly Prepared[],
  drafts: readonly SourceRecordDraft[],
): string[] {
  const keys: string[] = [];
  for (const draft of drafts) {
    keys.push(`record ${nameOf(draft)}`);
    for (const key of recognizer.keys({ ...draft, id: unborn, firstSeenAt: draft.observedAt })) keys.push(`key ${key}`);
  }
  for (const item of items) {
    if (item.type === 'said') keys.push(interactionKey(item.interaction));
    else if ('of' in item) keys.push(interactionKey(item.of));
  }
  return keys;
}

/** What holds an interaction. */
export function interactionKey({ network, realm, externalId }: InteractionRef): string {
  return `interaction ${network} ${realm} ${externalId}`;
}
