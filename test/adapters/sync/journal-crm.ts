import type {
  ContactDraft,
  ContactObserved,
  CrmAdapter,
  CrmField,
  DeltaOptions,
  DeltaPage,
  MergeDraft,
} from '../../../src/adapters/crm-adapter.js';
import { KenningError } from '../../../src/core/errors.js';
import type { Attributes } from '../../../src/core/model/party.js';
import type { Contact } from '../../../src/core/model/source-record.js';
import type { SourceRef } from '../../../src/core/model/source-ref.js';

export type Normalize = (field: string, value: string) => string;

const same: Normalize = (_, value) => value;

/** A CRM in memory that keeps a journal of what changed, as hosted ones do. It lists two contacts a page. */
export class JournalCrm implements CrmAdapter {
  readonly contract = 1;
  readonly crm: { id: string; name: string };
  readonly source: string;
  readonly people = new Map<string, Contact>();
  readonly #journal: ContactObserved[] = [];
  readonly #keys = new Map<string, SourceRef>();
  /** Places before this one were forgotten. */
  forgotten = 0;
  pageSize = 2;
  listed = 0;
  writes: ContactDraft[] = [];
  normalize: Normalize = same;
  known: CrmField[] | undefined;
  /** Throws what the caller shall see. */
  fault: (verb: string) => void = () => {};
  now: () => number;

  constructor(name: string, now: () => number = Date.now) {
    this.crm = { id: 'journal', name };
    this.source = `journal/${name}`;
    this.now = now;
  }

  refOf(externalId: string): SourceRef {
    return { source: this.source, externalId };
  }

  /** Somebody adds or edits a contact in the CRM itself. */
  edit(externalId: string, attributes: Attributes, addresses: string[] = []): Contact {
    const old = this.people.get(externalId);
    const kept = Object.fromEntries(
      Object.entries({ ...old?.attributes, ...attributes }).filter(([, value]) => value !== undefined),
    ) as Attributes;
    const contact: Contact = {
      source: this.source,
      externalId,
      kind: 'contact',
      party: 'person',
      identifiers: [
        ...(old?.identifiers ?? []),
        ...addresses.map((value) => ({ kind: 'email', scope: '', value, verifiedBy: 'crm' })),
      ],
      attributes: kept,
      origin: 'api',
      observedAt: new Date(this.now()).toISOString(),
    };
    this.people.set(externalId, contact);
    this.#journal.push({ type: 'contact', contact });
    return contact;
  }

  drop(externalId: string): void {
    if (this.people.delete(externalId))
      this.#journal.push({ type: 'removed', of: this.refOf(externalId), at: new Date(this.now()).toISOString() });
  }

  unite(into: string, from: string): void {
    if (!this.people.has(into) || !this.people.delete(from)) return;
    const at = new Date(this.now()).toISOString();
    this.#journal.push({ type: 'merged', into: this.refOf(into), from: this.refOf(from), at });
    this.edit(into, {});
  }

  contacts = async ({ cursor, since }: DeltaOptions = {}): Promise<DeltaPage<ContactObserved>> => {
    this.fault('contacts');
    if (since !== undefined && Number(since) < this.forgotten)
      throw new KenningError('not-found', 'journal: this place is too old.');
    // A whole listing is taken once for all its pages, as those with a cursor of their own do.
    const [at, end] = cursor ? (JSON.parse(cursor) as [number, number]) : [Number(since ?? 0), this.#journal.length];
    const all: ContactObserved[] =
      since === undefined
        ? [...this.people.values()].map((contact) => ({ type: 'contact', contact }))
        : this.#journal.slice(0, end);
    const until = at + this.pageSize;
    const items = all.slice(at, until);
    this.listed += items.length;
    if (until < all.length) return { items, rejected: [], next: JSON.stringify([until, end]) };
    return { items, rejected: [], changed: String(end) };
  };

  get = async (refs: SourceRef[]): Promise<ContactObserved[]> => {
    this.fault('get');
    return refs.map((of) => {
      const contact = this.people.get(of.externalId);
      if (contact) return { type: 'contact', contact };
      return { type: 'removed', of, at: new Date(this.now()).toISOString() };
    });
  };

  fields = async (): Promise<CrmField[]> => {
    this.fault('fields');
    return this.known ?? standardFields;
  };

  readonly upsert = {
    repeat: 'keyed' as const,
    send: async (draft: ContactDraft): Promise<SourceRef> => {
      this.fault('upsert');
      const done = this.#keys.get(draft.key);
      if (done) return done;
      const of = draft.of ?? this.refOf(`new-${this.people.size + 1}`);
      if (draft.of && !this.people.has(of.externalId)) throw new KenningError('not-found', 'journal: no such contact.');
      this.writes.push(draft);
      const said = { ...draft.attributes };
      for (const [field, value] of Object.entries(said))
        if (typeof value === 'string') Object.assign(said, { [field]: this.normalize(field, value) });
      if (said.custom)
        said.custom = Object.fromEntries(
          Object.entries(said.custom).map(([field, value]) => [field, this.normalize(field, value)]),
        );
      const custom = { ...this.people.get(of.externalId)?.attributes.custom, ...said.custom };
      const cleared = Object.fromEntries((draft.cleared ?? []).map((field) => [field, undefined]));
      const contact = this.edit(of.externalId, {
        ...said,
        ...cleared,
        ...(Object.keys(custom).length > 0 && { custom }),
      });
      contact.identifiers.push(...(draft.identifiers ?? []));
      this.#keys.set(draft.key, of);
      this.fault('upserted');
      return of;
    },
  };

  readonly merge = {
    repeat: 'keyed' as const,
    send: async ({ into, from }: MergeDraft): Promise<SourceRef> => {
      this.fault('merge');
      this.unite(into.externalId, from.externalId);
      return into;
    },
  };
}

const standardFields: CrmField[] = ['name', 'title', 'organization', 'location', 'lifecycleStage'].map((name) => ({
  name,
  label: name,
  kind: 'text',
  attribute: name,
}));
