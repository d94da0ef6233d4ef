import { customerOf } from '../../../core/members.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import { type Delivery, unsupportedVerb } from '../../../core/outbox/delivery.js';
import type { ContactDraft, CrmAdapter, CrmWriteVerb, LeadDraft } from '../../crm-adapter.js';
import type { CrmEntry } from '../../write-back/crm-entry.js';
import { delivery, forbidden, isSkipped, type Sending, type Skipped } from '../../write-back/sending.js';
import { knownIn } from '../fields/field-sides.js';
import { creationDraft, keepCreated } from './creation-delivery.js';

/** Makes a contact or a lead of somebody, and ties it to the profile before the entry is done. */
export function creating(adapter: CrmAdapter, sending: Sending, said: Extract<CrmEntry, { verb: 'create' }>): Delivery {
  const { store, context, crm, crms, gate, entry, intake, call } = sending;
  const { as, profile: id, rule } = said;
  const verb = as === 'lead' ? adapter.createLead : adapter.upsert && asLeads(adapter.upsert);
  if (!verb) throw unsupportedVerb(entry);
  const profileNow = async () => {
    const row = await store.get('records', { id });
    return row?.state === 'standing' ? row.data : undefined;
  };
  const draft = async (): Promise<LeadDraft | Skipped> => {
    const profile = await profileNow();
    const customer = profile && (await customerOf(store, id));
    if (!profile || !customer) return { skipped: 'Nothing is known of them any more.' };
    if ((await knownIn(store, crms, customer)).contacts.has(crm)) return { skipped: 'They are a contact by now.' };
    const made = creationDraft(profile, gate, { key: entry.key, rule });
    if ('permitted' in made) throw forbidden(made);
    return made;
  };
  const made = async (result: SourceRef | Skipped | undefined) => {
    const profile = await profileNow();
    const what = profile && creationDraft(profile, gate, { key: entry.key, rule });
    if (!result || isSkipped(result) || !intake || !profile || !what || 'permitted' in what) return result;
    const taking = { store, context, crm, source: adapter.source, adapter, ...intake };
    const kept = await keepCreated(taking, { ref: result, draft: what, profile, signal: call.signal });
    await intake.onChanges?.(kept);
    return result;
  };
  const whole = delivery(verb, draft, sending);
  return {
    repeat: whole.repeat,
    send: async () => made((await whole.send()) as SourceRef),
    ...(whole.find && { find: async () => made((await whole.find?.()) as SourceRef | undefined) }),
  };
}

/** Makes contacts of what would else become leads. */
function asLeads({ repeat, send, find }: CrmWriteVerb<ContactDraft, SourceRef>): CrmWriteVerb<LeadDraft, SourceRef> {
  const contact = ({ key, attributes, identifiers }: LeadDraft): ContactDraft => ({ key, attributes, identifiers });
  return {
    repeat,
    send: (draft, call) => send(contact(draft), call),
    ...(find && { find: (draft, call) => find(contact(draft), call) }),
  };
}
