import type { SourceRef } from '../../../core/model/source-ref.js';
import type { DealObserved } from '../../crm-observed.js';
import { textIn } from './contact-of.js';
import type { Kind } from './delta-listing.js';
import { instantIn } from './instants.js';
import type { Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import type { Row } from './views.js';

const fields = [
  'Id',
  'SystemModstamp',
  'IsDeleted',
  'CreatedDate',
  'Name',
  'AccountId',
  'StageName',
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
  'IsWon',
  'IsClosed',
];

/** Opportunities, with the contacts that have a role in them. */
export function dealListing(objects: Objects, options: ParsedOptions): Kind<DealObserved>[] {
  return [
    {
      async open(_whole, signal) {
        const [info, roles] = [
          await objects.info('Opportunity', signal),
          await objects.info('OpportunityContactRole', signal),
        ];
        if (!info) return undefined;
        const selected = fields.filter((name) => info.fields.has(name));
        const related = roles ? ['(SELECT ContactId FROM OpportunityContactRoles)'] : [];
        return {
          object: 'Opportunity',
          fields: [...selected, 'Owner.Name', ...related],
          read: (rows) => rows.map((row) => dealOf(row, options)),
        };
      },
    },
  ];
}

function dealOf(row: Row, { source, origin }: ParsedOptions): DealObserved {
  const ref = (externalId: string): SourceRef => ({ source, externalId });
  const account = textIn(row, 'AccountId');
  const owner = textIn(row.Owner, 'Name');
  const closedAt = row.IsClosed === true ? instantIn(row, 'CloseDate') : undefined;
  const currency = textIn(row, 'CurrencyIsoCode');
  const { records = [] } = (row.OpportunityContactRoles ?? {}) as { records?: unknown[] };
  return {
    of: { crm: 'salesforce', externalId: row.Id },
    name: textIn(row, 'Name') ?? '',
    contacts: [...new Set(records.flatMap((role) => textIn(role, 'ContactId') ?? []))].map(ref),
    ...(account && { organization: ref(account) }),
    state: row.IsDeleted ? 'removed' : row.IsWon === true ? 'won' : row.IsClosed === true ? 'lost' : 'open',
    stage: textIn(row, 'StageName') ?? '',
    ...(typeof row.Amount === 'number' && { amount: { value: row.Amount, ...(currency && { currency }) } }),
    ...(owner && { owner }),
    openedAt: instantIn(row, 'CreatedDate') ?? row.SystemModstamp,
    ...(closedAt && { closedAt }),
    changedAt: row.SystemModstamp,
    permalink: `${origin}/${row.Id}`,
  };
}
