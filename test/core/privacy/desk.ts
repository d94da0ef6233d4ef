import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { RecordId } from '../../../src/core/model/id.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Profile, SourceRecord, SourceRecordDraft } from '../../../src/core/model/source-record.js';
import type { Resolver } from '../../../src/core/ports.js';
import { erase } from '../../../src/core/privacy/erase.js';
import { exportOf } from '../../../src/core/privacy/export-person.js';
import { tombstones } from '../../../src/core/privacy/tombstones.js';
import type { Whom } from '../../../src/core/privacy/whom.js';
import type { Store } from '../../../src/core/store/store.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { registrar } from '../../../src/identity/registrar.js';
import { stewardship } from '../../../src/identity/stewardship.js';

/** Records that share an e-mail address are one. */
export const byEmail: Resolver = {
  version: 'by-email-1',
  keys: (record) => emailsOf(record),
  decide: (record, candidates) =>
    candidates.map((candidate) => {
      const same = emailsOf(candidate).some((email) => emailsOf(record).includes(email));
      const [outcome, probability, weight] = same ? (['link', 1, 20] as const) : (['none', 0, -20] as const);
      return { candidate, outcome, probability, weight, evidence: [], proven: same };
    }),
};
const emailsOf = (record: SourceRecord) =>
  record.identifiers.filter(({ kind }) => kind === 'email').map(({ value }) => value);

export const tombstoneKey = 'a made-up key of more than 32 bytes, for tests';

/** Everything that privacy needs, over a store, with a clock that the test turns. */
export function desk(store: Store, options: { key?: string | undefined; resolver?: Resolver } = { key: tombstoneKey }) {
  const { resolver = byEmail } = options;
  const clock = {
    time: Date.UTC(2026, 10, 24),
    now: () => clock.time,
  };
  const context = contextOf(clock);
  const recognizing = recognizer({ resolver, context });
  const registry = registrar({ resolver, context });
  const keeper = options.key ? tombstones({ key: options.key, tenant: store.tenant, registrar: registry }) : undefined;
  const base = { store, context, ...(keeper && { tombstones: keeper }) };
  const intake = ingest({ ...base, recognizer: recognizing });
  const erasing = { ...base, registrar: registry };
  return {
    store,
    clock,
    context,
    intake,
    erasing,
    registry,
    keeper,
    steward: stewardship(store, context),
    say: (...items: Observed[]) =>
      intake.page({ page: { items, rejected: [] }, channel: 'brand', keepRawUntil: '2030-01-01T00:00:00.000Z' }),
    know: (...drafts: SourceRecordDraft[]) => intake.records(drafts),
    erase: (whom: Whom) => erase(erasing, whom, { by: 'Dana Doe' }),
    export: (whom: Whom) => Array.fromAsync(exportOf({ store, context, registrar: registry }, whom)),
    idOf: async (source: string, externalId: string) =>
      (await store.list('records', 'bySource', { where: { source, externalId } }))[0]?.id as RecordId,
  };
}

export type Desk = ReturnType<typeof desk>;

export const instantAt = (minute: number) => new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();

export function contact(
  externalId: string,
  emails: readonly string[],
  rest: Partial<SourceRecordDraft> = {},
): SourceRecordDraft {
  return {
    source: 'crm/contacts',
    externalId,
    kind: 'contact',
    party: 'person',
    identifiers: emails.map((value) => ({ kind: 'email', scope: '', value })),
    attributes: { name: `Name of ${externalId}` },
    origin: 'import',
    observedAt: instantAt(0),
    ...rest,
  };
}

export function profile(externalId: string, rest: Partial<SourceRecordDraft> = {}): Profile {
  return {
    source: 'net',
    externalId,
    kind: 'profile',
    party: 'person',
    identifiers: [
      { kind: 'account-id', scope: 'net', value: externalId, verifiedBy: 'net' },
      { kind: 'handle', scope: 'net', value: `handle-${externalId}` },
    ],
    attributes: { name: `Name of ${externalId}`, bio: `bio of ${externalId}` },
    origin: 'api',
    observedAt: instantAt(0),
    ...rest,
  } as Profile;
}

export interface Post {
  id: string;
  author: string;
  text: string;
  to?: string[];
  minute?: number;
  root?: string;
  inReplyTo?: string;
  about?: string;
  version?: string;
  raw?: unknown;
}

const refOf = (externalId: string) => ({ network: 'net', realm: '', externalId });

export function said({ id, author, text, to = [], minute = 1, root, inReplyTo, about, version, raw }: Post): Observed {
  return {
    type: 'said',
    interaction: {
      ...refOf(id),
      kind: 'post',
      at: instantAt(minute),
      ...(version && { version, revisedAt: instantAt(minute + Number(version)) }),
      content: { text },
      participants: [
        { role: 'author', of: { source: 'net', externalId: author } },
        ...to.map((externalId) => ({ role: 'recipient' as const, of: { source: 'net', externalId } })),
      ],
      ...(root && { root: refOf(root) }),
      ...(inReplyTo && { inReplyTo: refOf(inReplyTo) }),
      ...(about && { about: [refOf(about)] }),
      permalink: `https://net.example/${id}`,
      origin: 'api',
    },
    profiles: [profile(author)],
    raw: raw ?? { id, author, text, to },
  };
}

export function removed(id: string, minute = 5): Observed {
  return { type: 'removed', of: refOf(id), at: instantAt(minute), by: 'author' };
}
