import type { Instant } from '../model/instant.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import { type Permission, permits } from '../privacy/permits.js';
import { networkOf, type TermsOf } from '../privacy/terms-book.js';
import type { Said } from './write-interaction.js';

/** A profile of which nothing is left but that it is there. */
export function thinned<Draft extends SourceRecordDraft>(draft: Draft): SourceRecordDraft {
  const { source, externalId, kind, party, own, identifiers, origin, observedAt, standing } = draft;
  return {
    source,
    externalId,
    kind,
    party,
    ...(own && { own }),
    identifiers: identifiers.filter((one) => one.kind === 'account-id'),
    attributes: {},
    origin,
    observedAt,
    ...(standing && { standing }),
  };
}

/** What of a record may be kept by its network's terms. Contacts, edits and accounts of ours are our own data. */
export function keepableRecord(terms: TermsOf | undefined, draft: SourceRecordDraft, now: Instant): SourceRecordDraft {
  if (!terms || draft.kind !== 'profile' || draft.own) return draft;
  const data = { kind: 'others-profiles', origin: draft.origin } as const;
  return permits(terms(networkOf(draft.source)), 'keep', data, now).permitted ? draft : thinned(draft);
}

/** Whether an interaction that others wrote may be kept: that it is, and what it says. */
export function keepableWords(terms: TermsOf, said: Said, now: Instant): { ids: Permission; content: Permission } {
  const known = terms(said.network);
  const word = (kind: 'ids' | 'content') => permits(known, 'keep', { kind, origin: said.origin }, now);
  return { ids: word('ids'), content: word('content') };
}
