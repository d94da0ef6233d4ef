import type { CrmAdapter, DealObserved } from '../../crm-adapter.js';
import type { Desk } from './desk.js';
import { saidIn } from './read-contact.js';
import { type Stage, stagesOf } from './stages.js';
import { addressOf, hubspotInstant, timesOf } from './times.js';
import type { RecordView } from './views.js';
import { type ListedKind, readEach, walkObjects } from './walk-objects.js';

const changed = 'hs_lastmodifieddate';
const properties = [
  'dealname',
  'dealstage',
  'amount',
  'deal_currency_code',
  'closedate',
  'createdate',
  'hs_is_closed',
  'hs_is_closed_won',
  'hubspot_owner_id',
  changed,
];

/** Lists deals, with the labels of their stages. */
export function dealReader({ portal, options, source }: Desk): NonNullable<CrmAdapter['deals']> {
  const kind: ListedKind<DealObserved> = {
    object: 'deals',
    changed,
    properties: async () => properties,
    associations: ['contacts', 'companies'],
    async read(records, rejected, signal) {
      const stages = await stagesOf(portal, 'deals', signal);
      return readEach(records, rejected, 'deal/', (record) => readDeal(record, source, stages));
    },
    removed: (record, at) => [{ ...readDeal(record, source, new Map()), state: 'removed', changedAt: at }],
  };
  return (given = {}) => walkObjects({ portal, options }, [kind], given);
}

function readDeal(record: RecordView, source: string, stages: ReadonlyMap<string, Stage>): DealObserved {
  const { createdAt, changedAt } = timesOf(record, changed);
  const stageId = saidIn(record, 'dealstage') ?? '';
  const stage = stages.get(stageId);
  const idsOf = (object: string) => [...new Set(record.associations?.[object]?.results.map(({ id }) => id) ?? [])];
  const [company] = idsOf('companies');
  const value = Number(saidIn(record, 'amount') ?? Number.NaN);
  const currency = saidIn(record, 'deal_currency_code')?.toUpperCase();
  const owner = saidIn(record, 'hubspot_owner_id');
  const state = stateOf(record, stage);
  const closedAt = hubspotInstant(saidIn(record, 'closedate'));
  return {
    of: { crm: 'hubspot', externalId: `deal/${record.id}` },
    name: saidIn(record, 'dealname') ?? '',
    contacts: idsOf('contacts').map((id) => ({ source, externalId: id })),
    ...(company && { organization: { source, externalId: `company/${company}` } }),
    state,
    stage: stage?.label ?? stageId,
    ...(Number.isFinite(value) && {
      amount: { value, ...(/^[A-Z]{3}$/.test(currency ?? '') && { currency: currency as string }) },
    }),
    ...(owner && { owner }),
    openedAt: hubspotInstant(saidIn(record, 'createdate')) ?? createdAt,
    // An open deal's date is when somebody hopes to close it.
    ...(state !== 'open' && closedAt && { closedAt }),
    changedAt,
    permalink: addressOf(source, '0-3', record.id),
  };
}

function stateOf(record: RecordView, stage: Stage | undefined): 'open' | 'won' | 'lost' {
  if (saidIn(record, 'hs_is_closed_won') === 'true') return 'won';
  if (saidIn(record, 'hs_is_closed') === 'true') return 'lost';
  if (!stage?.isClosed) return 'open';
  return stage.probability === 1 ? 'won' : 'lost';
}
