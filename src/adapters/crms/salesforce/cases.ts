import { KenningError } from '../../../core/errors.js';
import type { CallOptions } from '../../../core/page.js';
import type { CaseDraft } from '../../crm-drafts.js';
import type { CaseObserved, CrmRef } from '../../crm-observed.js';
import type { Collections } from './collections.js';
import { textIn } from './contact-of.js';
import type { Kind } from './delta-listing.js';
import { fittingText } from './fitting-text.js';
import { instantIn } from './instants.js';
import type { Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { keyOf, missingKey } from './our-key.js';
import { objectNamedBy } from './record-id.js';
import type { Row } from './views.js';

const fields = [
  'Id',
  'SystemModstamp',
  'IsDeleted',
  'CreatedDate',
  'Subject',
  'Status',
  'Priority',
  'IsClosed',
  'ClosedDate',
  'ContactId',
];

/** Cases, ours with the keys with which we opened them. */
export function caseListing(objects: Objects, options: ParsedOptions): Kind<CaseObserved>[] {
  return [
    {
      async open(_whole, signal) {
        const info = await objects.info('Case', signal);
        if (!info) return undefined;
        const own = options.keyField ? [options.keyField] : [];
        return {
          object: 'Case',
          fields: [...[...fields, ...own].filter((name) => info.fields.has(name)), 'Owner.Name'],
          read: (rows) => rows.map((row) => caseOf(row, options)),
        };
      },
    },
  ];
}

function caseOf(row: Row, { source, origin, keyField }: ParsedOptions): CaseObserved {
  const status = textIn(row, 'Status') ?? '';
  const key = keyField ? textIn(row, keyField) : undefined;
  const contact = textIn(row, 'ContactId');
  const owner = textIn(row.Owner, 'Name');
  const priority = textIn(row, 'Priority');
  const closedAt = instantIn(row, 'ClosedDate');
  const isWaiting = /\b(hold|wait|waiting|pending)\b/i.test(status);
  return {
    of: { crm: 'salesforce', externalId: row.Id },
    ...(key && { key }),
    state: row.IsDeleted ? 'removed' : row.IsClosed === true ? 'closed' : isWaiting ? 'waiting' : 'open',
    status,
    subject: textIn(row, 'Subject') ?? '',
    ...(contact && { contact: { source, externalId: contact } }),
    ...(owner && { owner }),
    ...(priority && { priority }),
    openedAt: instantIn(row, 'CreatedDate') ?? row.SystemModstamp,
    ...(closedAt && { closedAt }),
    changedAt: row.SystemModstamp,
    permalink: `${origin}/${row.Id}`,
  };
}

const priorities = { low: 'Low', normal: 'Medium', high: 'High', urgent: 'High' } as const;

/** Opens a case, once for its key. What became of it since is not written over. */
export async function openCase(
  draft: CaseDraft,
  {
    objects,
    collections,
    options,
    find,
  }: {
    objects: Objects;
    collections: Collections;
    options: ParsedOptions;
    find: (where: string, signal?: AbortSignal) => Promise<string | undefined>;
  },
  { signal }: CallOptions = {},
): Promise<CrmRef> {
  const info = await objects.must('Case', signal);
  const { keyField } = options;
  if (!keyField || !info.fields.get(keyField)?.externalId) throw missingKey('Case', options);
  const object = objectNamedBy(draft.contact, options.source);
  const field = { Contact: 'ContactId', Account: 'AccountId', Lead: undefined }[object];
  if (!field)
    throw new KenningError('unsupported', 'salesforce: a lead can have no case; convert it into a contact first.');
  const known = await find(keyOf(draft.key), signal);
  if (known) return { crm: 'salesforce', externalId: known };
  const priority = info.fields
    .get('Priority')
    ?.picklistValues.find(({ value }) => value === priorities[draft.priority ?? 'normal']);
  const record = {
    [keyField]: keyOf(draft.key),
    [field]: draft.contact.externalId,
    Subject: fittingText(draft.subject.replace(/\s+/g, ' '), info.fields.get('Subject')?.length || 255),
    Description: fittingText(draft.text, info.fields.get('Description')?.length || 32_000, draft.permalink),
    ...(priority && { Priority: priority.value }),
  };
  const [written] = await collections.upsert('Case', keyField, [record], signal);
  if (written && 'id' in written) return { crm: 'salesforce', externalId: written.id };
  throw written?.error;
}
