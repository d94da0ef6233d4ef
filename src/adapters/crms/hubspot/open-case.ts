import { KenningError } from '../../../core/errors.js';
import type { CaseDraft, CrmRef, CrmWriteVerb } from '../../crm-adapter.js';
import { idIn } from './contact-reading.js';
import type { Desk } from './desk.js';
import { markedText } from './marker.js';
import { ourTexts } from './our-texts.js';
import { firstStage } from './stages.js';
import { tieTo } from './ties.js';

const refOf = (id: string): CrmRef => ({ crm: 'hubspot', externalId: `ticket/${id}` });

/** Opens a ticket on a contact or company, in the first stage of its pipeline. */
export function caseOpener(desk: Desk): CrmWriteVerb<CaseDraft, CrmRef> {
  const { portal, source, options } = desk;
  return {
    repeat: 'findable',
    async send({ key, contact, subject, text, priority, permalink }, { signal } = {}) {
      const { kind, id } = idIn(contact, source);
      const tie = tieTo('tickets', kind.object, id);
      const stage = await firstStage(portal, 'tickets', options.ticketPipeline, signal);
      if (!stage)
        throw new KenningError(
          'invalid',
          'hubspot: there is no such pipeline of tickets; correct the option ticketPipeline.',
        );
      const input = {
        properties: {
          subject: subject.slice(0, 1000) || 'kenning',
          content: markedText({ text, ...(permalink && { permalink }), marker: { key } }),
          hs_pipeline: stage.pipeline,
          hs_pipeline_stage: stage.stage,
          ...(priority && { hs_ticket_priority: priority === 'normal' ? 'MEDIUM' : priority.toUpperCase() }),
          ...(options.owner && { hubspot_owner_id: options.owner }),
        },
        associations: [tie],
      };
      const [result] = await portal.write('create', 'tickets', [input], signal);
      if (!result || 'error' in result) throw result?.error;
      return refOf(result.record.id);
    },
    async find({ key, contact }, { signal } = {}) {
      const texts = await ourTexts(desk, idIn(contact, source), ['tickets'], { recent: true, signal });
      const found = texts.find(({ marker }) => marker.key === key);
      return found && refOf(found.id);
    },
  };
}
