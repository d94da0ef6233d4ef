import { KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CrmWriteVerb, MergeDraft } from '../../crm-adapter.js';
import { idIn } from './contact-reading.js';
import type { Desk } from './desk.js';
import { recordView } from './views.js';

/** Makes one record of two. HubSpot gives it an id of its own, to which both old ones lead; it can not be undone there. */
export function merger({ portal, source }: Desk): CrmWriteVerb<MergeDraft, SourceRef> {
  function both({ into, from }: MergeDraft) {
    const [stays, goes] = [idIn(into, source), idIn(from, source)];
    if (stays.kind !== goes.kind)
      throw new KenningError(
        'invalid',
        'hubspot: only records of one kind can be merged: two contacts, or two companies.',
      );
    if (stays.id === goes.id)
      throw new KenningError('invalid', 'hubspot: a record can not be merged with itself; name two.');
    return { kind: stays.kind, into: stays.id, from: goes.id };
  }

  return {
    repeat: 'findable',
    async send(draft, { signal } = {}) {
      const { kind, into, from } = both(draft);
      const { data } = await portal.request({
        method: 'POST',
        path: portal.area('crm', 'objects', kind.object, 'merge'),
        json: { primaryObjectId: into, objectIdToMerge: from },
        schema: recordView,
        ...(signal && { signal }),
      });
      return { source, externalId: `${kind.prefix}${data.id}` };
    },
    async find(draft, { signal } = {}) {
      const { kind, into, from } = both(draft);
      const [one, other] = [
        await portal.survivor(kind.object, into, signal),
        await portal.survivor(kind.object, from, signal),
      ];
      return one !== undefined && one === other ? { source, externalId: `${kind.prefix}${one}` } : undefined;
    },
  };
}
