import type { CaseObserved, CrmAdapter } from '../../crm-adapter.js';
import type { Desk } from './desk.js';
import { markerIn } from './marker.js';
import { saidIn } from './read-contact.js';
import { type Stage, stagesOf } from './stages.js';
import { addressOf, hubspotInstant, timesOf } from './times.js';
import type { RecordView } from './views.js';
import { type ListedKind, readEach, walkObjects } from './walk-objects.js';

const changed = 'hs_lastmodifieddate';
const properties = [
  'subject',
  'content',
  'hs_pipeline_stage',
  'hs_ticket_priority',
  'hubspot_owner_id',
  'createdate',
  'closed_date',
  changed,
];

/** Lists tickets. Their state is that of their stage; one that waits for somebody says so in its name. */
export function caseReader({ portal, options, source }: Desk): NonNullable<CrmAdapter['cases']> {
  const kind: ListedKind<CaseObserved> = {
    object: 'tickets',
    changed,
    properties: async () => properties,
    associations: ['contacts'],
    async read(records, rejected, signal) {
      const stages = await stagesOf(portal, 'tickets', signal);
      return readEach(records, rejected, 'ticket/', (record) => readCase(record, source, stages));
    },
    removed: (record, at) => [{ ...readCase(record, source, new Map()), state: 'removed', changedAt: at }],
  };
  return (given = {}) => walkObjects({ portal, options }, [kind], given);
}

function readCase(record: RecordView, source: string, stages: ReadonlyMap<string, Stage>): CaseObserved {
  const { createdAt, changedAt } = timesOf(record, changed);
  const stageId = saidIn(record, 'hs_pipeline_stage') ?? '';
  const stage = stages.get(stageId);
  const contact = record.associations?.contacts?.results[0]?.id;
  const key = markerIn(record.properties.content)?.key;
  const owner = saidIn(record, 'hubspot_owner_id');
  const priority = saidIn(record, 'hs_ticket_priority')?.toLowerCase();
  const closedAt = hubspotInstant(saidIn(record, 'closed_date'));
  const isClosed = stage?.isClosed ?? closedAt !== undefined;
  const waits = /\bwait/i.test(stage?.label ?? '');
  return {
    of: { crm: 'hubspot', externalId: `ticket/${record.id}` },
    ...(key !== undefined && { key }),
    state: isClosed ? 'closed' : waits ? 'waiting' : 'open',
    status: stage?.label ?? stageId,
    subject: saidIn(record, 'subject') ?? '',
    ...(contact && { contact: { source, externalId: contact } }),
    ...(owner && { owner }),
    ...(priority && { priority }),
    openedAt: hubspotInstant(saidIn(record, 'createdate')) ?? createdAt,
    ...(isClosed && closedAt && { closedAt }),
    changedAt,
    permalink: addressOf(source, '0-5', record.id),
  };
}
