import { instantOf } from '../../../core/clock.js';
import { isKenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { Delivery } from '../../../core/outbox/delivery.js';
import type { ContactDraft, ContactObserved, CrmAdapter, CrmWriteVerb } from '../../crm-adapter.js';
import type { CrmContact } from '../../write-back/crm-entry.js';
import { delivery, isSkipped, type Sending, standing } from '../../write-back/sending.js';
import { takeContacts } from '../take-contacts.js';
import { fieldsDraft, keepWritten } from './field-delivery.js';

/** Writes fields, and keeps what the CRM made of them before the entry is done. */
export function settingFields(
  adapter: CrmAdapter,
  upsert: CrmWriteVerb<ContactDraft, SourceRef>,
  sending: Sending,
  contact: CrmContact,
): Delivery {
  const { store, context, crm, entry, rules = [], intake, call } = sending;
  const seen = async (items: ContactObserved[]) => {
    if (!intake) return;
    const { changes } = await takeContacts({ store, context, crm, source: adapter.source, ...intake }, items);
    await intake.onChanges?.(changes);
  };
  const setting = { store, context, adapter, crm, rules, entry, contact, onSeen: seen, signal: call.signal };
  const draft = async () => {
    const known = await standing(store, contact);
    return (known && (await fieldsDraft(setting))) ?? { skipped: 'Nothing of it is wanted any more.' };
  };
  const written = async <Result>(result: Result): Promise<Result> => {
    if (result !== undefined && !isSkipped(result)) await keepWritten(setting);
    return result;
  };
  const whole = delivery(upsert, draft, sending);
  return {
    repeat: whole.repeat,
    async send() {
      try {
        return await written(await whole.send());
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
        // Somebody has deleted it meanwhile. The others go on.
        await seen([{ type: 'removed', of: contact.of, at: instantOf(context.clock) }]);
        return { skipped: 'The contact is gone from the CRM.' };
      }
    },
    ...(whole.find && { find: async () => written(await whole.find?.()) }),
  };
}
