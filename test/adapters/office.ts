import type { CrmAdapter } from '../../src/adapters/crm-adapter.js';
import { readContacts } from '../../src/adapters/read-contacts.js';
import { crmDelivery } from '../../src/adapters/write-back/crm-delivery.js';
import { writeBack } from '../../src/adapters/write-back.js';
import { contextOf } from '../../src/core/context.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import { recordOf } from '../../src/core/ingest/write-record.js';
import type { Interaction } from '../../src/core/model/interaction.js';
import type { Observed } from '../../src/core/model/observed.js';
import type { Profile } from '../../src/core/model/source-record.js';
import type { SourceRef } from '../../src/core/model/source-ref.js';
import type { Terms } from '../../src/core/model/terms.js';
import { outbox } from '../../src/core/outbox/outbox.js';
import { permits } from '../../src/core/privacy/permits.js';
import { termsBook } from '../../src/core/privacy/terms-book.js';
import type { Store } from '../../src/core/store/store.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { notary } from '../../src/identity/notary.js';
import { recognizer } from '../../src/identity/recognizer.js';
import { stewardship } from '../../src/identity/stewardship.js';
import { turnedClock } from '../core/outbox/clerk.js';
import { acknowledge } from '../support/acknowledge.js';

const openTerms: Terms = {
  source: 'https://testnet.example/terms',
  checkedOn: '2026-11-24',
  rules: [{ name: 'open', allow: ['keep', 'enrich', 'pass-on'] }],
};

export const minute = (count: number) => new Date(Date.UTC(2026, 0, 5, 9, count)).toISOString();

/** Somebody on the network `testnet`; with an address that ties him to a contact. */
export function person(id: string, name: string, more: Partial<Profile> & { address?: string } = {}): Profile {
  const { address, ...rest } = more;
  return {
    source: 'testnet',
    externalId: id,
    kind: 'profile',
    party: 'person',
    identifiers: [
      { kind: 'account-id', scope: 'testnet', value: id, verifiedBy: 'network' },
      { kind: 'handle', scope: 'testnet', value: `@${id}`, verifiedBy: 'network' },
      ...(address ? [{ kind: 'email', scope: '', value: address, verifiedBy: 'network' }] : []),
    ],
    attributes: { name },
    permalink: `https://testnet.example/${id}`,
    origin: 'api',
    observedAt: minute(0),
    ...rest,
  };
}

export function said(id: string, text: string, people: Profile[], more: Partial<Interaction> = {}): Observed {
  const [author, ...others] = people;
  return {
    type: 'said',
    interaction: {
      network: 'testnet',
      realm: '',
      externalId: id,
      kind: 'post',
      at: minute(Number(id.replace(/\D/g, '')) || 1),
      content: { text },
      origin: 'api',
      ...more,
      participants: [
        ...(author ? [{ role: 'author' as const, of: author }] : []),
        ...others.map((of) => ({ role: 'mentioned' as const, of })),
      ].map(({ role, of: { source, externalId } }) => ({ role, of: { source, externalId } })),
    },
    profiles: people,
  };
}

/** Everything between a store, one network and CRMs. */
export function office(
  store: Store,
  crms: Record<string, CrmAdapter>,
  terms: Terms = openTerms,
  clock = turnedClock(),
) {
  const context = contextOf(clock);
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  const gate = { store, context, crms, permits, terms: termsBook([], { testnet: terms }) };
  const box = outbox({ store, context, ...crmDelivery(gate), attempts: 100_000 });
  const recordId = async (of: SourceRef) => {
    const id = await recordOf(store, of);
    if (!id) throw new Error(`no record ${of.externalId}`);
    return id;
  };
  const write = async () => {
    await acknowledge(store, ...Object.keys(crms));
    return writeBack(gate);
  };
  return {
    clock,
    box,
    recordId,
    steward: stewardship(store, context),
    async readContacts() {
      for (const [crm, adapter] of Object.entries(crms))
        await readContacts({ store, context, ingest: intake, notary: notary(context), crm, adapter });
    },
    hear: (...items: Observed[]) => intake.page({ page: { items, rejected: [] }, channel: 'brand' }),
    own: (profile: Profile) => intake.records([{ ...profile, own: true }]),
    write,
    writeUnaudited: () => writeBack(gate),
    /** Writes back and delivers until nothing is left to do. */
    async settle() {
      const report = await write();
      const delivered = await box.deliver({ limit: 100_000 });
      while ((await box.deliver({ limit: 100_000 })).done > 0);
      return { ...report, delivered };
    },
  };
}
