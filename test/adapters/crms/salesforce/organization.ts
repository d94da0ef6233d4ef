import type { ContactObserved, CrmAdapter } from '../../../../src/adapters/crm-adapter.js';
import { type SalesforceOptions, salesforce } from '../../../../src/adapters/crms/salesforce/index.js';
import type { ActivityDraft } from '../../../../src/core/model/activity.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import type { Contact } from '../../../../src/core/model/source-record.js';
import { walk } from '../../../../src/core/page.js';
import type { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';

export const source = 'salesforce/harborbikes';

export function adapterOf(
  fake: FakeSalesforce,
  more: { [Key in keyof SalesforceOptions]?: SalesforceOptions[Key] | undefined } = {},
) {
  return salesforce({
    domain: fake.origin,
    source,
    accessToken: 'token-1',
    keyField: 'Kenning_Key__c',
    logField: 'Kenning_Log__c',
    profiles: { bluesky: 'Bluesky__c', mastodon: 'Mastodon__c' },
    clock: { now: () => fake.now },
    ...more,
  });
}

export const refOf = (externalId: string) => ({ source, externalId });

/** All that a listing gives, and where to begin the next time. */
export async function listed(adapter: CrmAdapter, since?: string, limit?: number) {
  const items: ContactObserved[] = [];
  const rejected: unknown[] = [];
  let changed: string | undefined;
  const place = { ...(since !== undefined && { since }), ...(limit && { limit }) };
  for await (const page of walk((options) => adapter.contacts({ ...options, ...place }))) {
    items.push(...page.items);
    rejected.push(...page.rejected);
    changed = (page as { changed?: string }).changed;
  }
  return { items, rejected, changed };
}

export async function contactsOf(adapter: CrmAdapter, since?: string): Promise<Contact[]> {
  const { items } = await listed(adapter, since);
  return items.flatMap((item) => (item.type === 'contact' ? [item.contact] : []));
}

export function activityDraft(contact: string, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    key: `activity crm 0192aaaa ${contact}`,
    interaction: '0192f6a4-0000-7000-8000-000000000001' as InteractionId,
    contact: refOf(contact),
    kind: 'post',
    network: 'bluesky',
    direction: 'inbound',
    at: '2026-11-24T09:30:00.000Z',
    subject: 'Post on bluesky by Maya Lindqvist',
    text: 'My bike squeaks.',
    permalink: 'https://bsky.app/profile/maya.test/post/1',
    ...more,
  };
}
