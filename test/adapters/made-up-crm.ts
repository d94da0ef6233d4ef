import type { ContactDraft, ContactObserved, CrmAdapter, ErasureDraft } from '../../src/adapters/crm-adapter.js';
import type { ActivityDraft } from '../../src/core/model/activity.js';
import type { Contact } from '../../src/core/model/source-record.js';

/** A CRM in memory that knows keys, and counts how often it was asked. */
export class MadeUpCrm implements CrmAdapter {
  readonly contract = 1;
  readonly crm = { id: 'made-up', name: 'Made up' };
  readonly source: string;
  readonly people: Contact[] = [];
  /** By the name of the activity. */
  readonly logged = new Map<string, ActivityDraft>();
  readonly upserts: ContactDraft[] = [];
  readonly erasures: ErasureDraft[] = [];
  asked = 0;
  /** What it throws is what the outbox sees. */
  fault: (moment: 'before' | 'after') => void = () => {};

  constructor(source = 'made-up/1') {
    this.source = source;
  }

  add(externalId: string, name: string, address: string, more: Partial<Contact['attributes']> = {}): Contact {
    const contact: Contact = {
      source: this.source,
      externalId,
      kind: 'contact',
      party: 'person',
      identifiers: [{ kind: 'email', scope: '', value: address, verifiedBy: 'crm' }],
      attributes: { name, ...more },
      origin: 'import',
      observedAt: '2026-01-01T00:00:00.000Z',
    };
    this.people.push(contact);
    return contact;
  }

  contacts = async () => ({
    items: this.people.map((contact): ContactObserved => ({ type: 'contact', contact })),
    rejected: [],
  });

  readonly logActivity = {
    repeat: 'keyed' as const,
    send: async (draft: ActivityDraft) => {
      this.asked += 1;
      this.fault('before');
      const externalId = draft.of?.externalId ?? draft.key;
      this.logged.set(externalId, draft);
      this.fault('after');
      return { crm: this.crm.id, externalId };
    },
  };

  readonly upsert = {
    repeat: 'keyed' as const,
    send: async (draft: ContactDraft) => {
      this.upserts.push(draft);
      return draft.of ?? { source: this.source, externalId: draft.key };
    },
  };

  readonly erase = {
    repeat: 'keyed' as const,
    send: async (draft: ErasureDraft) => {
      this.erasures.push(draft);
      for (const activity of draft.activities) this.logged.delete(activity);
      return draft.of;
    },
  };

  /** What is said on a contact, as its CRM shows it. */
  on(externalId: string): string[] {
    return [...this.logged.values()]
      .filter(({ contact }) => contact.externalId === externalId)
      .sort((left, right) => (left.at < right.at ? -1 : 1))
      .map(({ direction, text }) => `${direction}: ${text}`);
  }
}
