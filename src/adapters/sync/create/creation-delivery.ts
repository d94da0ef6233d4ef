import { instantOf } from '../../../core/clock.js';
import { appendChanges } from '../../../core/ingest/append-changes.js';
import { recordLock } from '../../../core/ingest/lock-all.js';
import { recordOf } from '../../../core/ingest/write-record.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes } from '../../../core/model/party.js';
import type { Contact, SourceRecord } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { Permission } from '../../../core/privacy/permits.js';
import type { CrmAdapter, LeadDraft } from '../../crm-adapter.js';
import type { TermsGate } from '../../write-back/terms-gate.js';
import { lookAt } from '../look-at.js';
import { type TakingContacts, takeContacts } from '../take-contacts.js';

const fields = ['name', 'givenName', 'familyName', 'title', 'organization', 'location'] as const;
const passedOn: ReadonlySet<string> = new Set(['handle', 'email', 'phone', 'url', 'domain']);

/** What of a profile goes into a new contact or lead, as far as terms allow; the term that forbids all of it otherwise. */
export function creationDraft(
  profile: SourceRecord,
  gate: TermsGate,
  { key, rule }: { key: string; rule: string },
): LeadDraft | Extract<Permission, { permitted: false }> {
  const ids = gate.identifiers(profile);
  if (!ids.permitted) return ids;
  const { source, identifiers, permalink, attributes: said } = profile;
  const attributes: Attributes = {};
  if (gate.attributes(profile).permitted)
    for (const field of fields) if (said[field]?.trim()) attributes[field] = said[field];
  const passed: Identifier[] = identifiers.filter(({ kind, validUntil }) => passedOn.has(kind) && !validUntil);
  if (permalink && !passed.some(({ kind }) => kind === 'url'))
    passed.push({ kind: 'url', scope: source, value: permalink });
  // A contact has to be called something.
  const called = passed[0]?.value ?? profile.externalId;
  return {
    key,
    rule,
    attributes: { name: called, ...attributes },
    identifiers: passed,
    origin: source.split('/')[0] ?? source,
  };
}

/**
 * Keeps the contact that was made of a profile, at once and tied to it: that they are one needs no guess. May be done
 * again.
 */
export async function keepCreated(
  taking: TakingContacts & { adapter: CrmAdapter },
  made: { ref: SourceRef; draft: LeadDraft; profile: SourceRecord; signal: AbortSignal },
) {
  const { store, context, notary, crm, adapter } = taking;
  const { ref, draft, profile, signal } = made;
  const { attributes, identifiers } = draft;
  const contact: Contact = (await lookAt(adapter, ref, signal)) ?? {
    ...ref,
    kind: 'contact',
    party: profile.party,
    identifiers,
    attributes,
    origin: 'api',
    observedAt: instantOf(context.clock),
  };
  const { changes } = await takeContacts(taking, [{ type: 'contact', contact }]);
  const joined = await store.transaction(async (transaction) => {
    await transaction.lock(() => [recordLock(ref), recordLock(profile)]);
    await transaction.lockLedger();
    const into = await recordOf(transaction, ref);
    if (!into) return [];
    const pair = { into, from: profile.id };
    return appendChanges(
      transaction,
      context,
      await notary.join(transaction, pair, { crm, because: 'created from it' }),
    );
  });
  return [...changes, ...joined];
}
