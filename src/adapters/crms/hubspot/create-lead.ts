import type { SourceRef } from '../../../core/model/source-ref.js';
import type { ContactDraft, CrmWriteVerb, LeadDraft } from '../../crm-adapter.js';
import type { Desk } from './desk.js';
import type { ContactFinder } from './find-contacts.js';
import { tieTo } from './ties.js';

/**
 * Somebody new: a contact in the stage `lead`, and with the option `leads` a lead beside it. Who is there already is left
 * as he is.
 */
export function leadWriter(
  { portal, options, source }: Desk,
  upsert: CrmWriteVerb<ContactDraft, SourceRef>,
  finder: ContactFinder,
): CrmWriteVerb<LeadDraft, SourceRef> {
  const contactOf = ({ key, attributes, identifiers }: LeadDraft): ContactDraft => ({
    key,
    attributes: { lifecycleStage: 'lead', ...attributes },
    identifiers,
  });

  async function withLead(
    contact: SourceRef,
    { attributes, origin }: LeadDraft,
    signal?: AbortSignal,
  ): Promise<SourceRef> {
    if (!options.leads) return contact;
    const { externalId: id } = contact;
    const known = (await portal.associated('contacts', 'leads', [id], signal)).get(id)?.[0];
    if (known) return { source, externalId: `lead/${known}` };
    const input = {
      properties: { hs_lead_name: `${attributes.name ?? 'Lead'} (${origin})`.slice(0, 250) },
      associations: [tieTo('leads', 'contacts', id)],
    };
    const [result] = await portal.write('create', 'leads', [input], signal);
    if (!result || 'error' in result) throw result?.error;
    return { source, externalId: `lead/${result.record.id}` };
  }

  return {
    repeat: 'findable',
    async send(draft, call = {}) {
      finder.insistFindable(contactOf(draft));
      const known = await finder.findNew(contactOf(draft), call.signal);
      return withLead(known ?? (await upsert.send(contactOf(draft), call)), draft, call.signal);
    },
    async find(draft, { signal } = {}) {
      const known = await finder.findNew(contactOf(draft), signal);
      return known && withLead(known, draft, signal);
    },
  };
}
