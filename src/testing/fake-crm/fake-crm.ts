import { type Clock, instantOf, systemClock } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { Instant } from '../../core/model/instant.js';
import { Journal } from '../journal.js';

/** A field of the fake CRM. */
export interface FakeField {
  name: string;
  label: string;
  maxLength?: number;
  readOnly?: boolean;
}

export interface FakeContact {
  id: string;
  party: 'person' | 'organization';
  /** By the names of fields. */
  values: Record<string, string>;
  /** Addresses of profiles. */
  profiles: string[];
  changedAt: Instant;
  removed?: boolean;
  mergedInto?: string;
  isLead?: boolean;
}

export interface FakeActivity {
  id: string;
  contact: string;
  kind: string;
  direction: 'inbound' | 'outbound';
  subject: string;
  text: string;
  at: Instant;
  /** By which whoever wrote it knows it. */
  key?: string;
  removed?: boolean;
}

export interface FakeCase {
  id: string;
  contact: string;
  subject: string;
  text: string;
  state: 'open' | 'closed';
  openedAt: Instant;
  changedAt: Instant;
  key?: string;
}

export interface FakeDeal {
  id: string;
  contact: string;
  name: string;
  state: 'open' | 'won' | 'lost';
  amount: number;
  openedAt: Instant;
  changedAt: Instant;
}

export interface FakeCrmOptions {
  clock?: Clock;
  /** The fields of its contacts. Defaults to names, `email`, `phone`, `title`, a short `nickname` and a read-only `score`. */
  fields?: FakeField[];
}

const usualFields: FakeField[] = [
  { name: 'first_name', label: 'First name', maxLength: 200 },
  { name: 'last_name', label: 'Last name', maxLength: 200 },
  { name: 'company', label: 'Company', maxLength: 200 },
  { name: 'email', label: 'E-mail', maxLength: 300 },
  { name: 'phone', label: 'Phone', maxLength: 50 },
  { name: 'title', label: 'Title', maxLength: 200 },
  { name: 'nickname', label: 'Nickname', maxLength: 20 },
  { name: 'score', label: 'Score', readOnly: true },
];

/**
 * A CRM in memory: contacts, organizations, activities, cases and deals; merges, removals, locks, fields that are read-only
 * or too short. People act in it by its methods. `answer` speaks its HTTP API, `adapter` is it without one.
 *
 * @example
 * const crm = new FakeCrm();
 * crm.add({ first_name: 'Maya', email: 'maya@lindqvist.example' });
 * const app = kenning({ store: memory(), crms: { sales: fakeCrmAdapter(crm) } });
 */
export class FakeCrm {
  readonly clock: Clock;
  readonly fields: readonly FakeField[];
  readonly contacts = new Map<string, FakeContact>();
  readonly activities = new Map<string, FakeActivity>();
  readonly cases = new Map<string, FakeCase>();
  readonly deals = new Map<string, FakeDeal>();
  /** What changed, in its order. */
  readonly changes = {
    contacts: new Journal(),
    activities: new Journal(),
    cases: new Journal(),
    deals: new Journal(),
  };
  /** Contacts that a workflow holds: they can not be written. */
  readonly locked = new Set<string>();
  /** What was made of writes, by their keys. */
  readonly written = new Map<string, string>();
  #ids = 0;

  constructor({ clock = systemClock, fields = usualFields }: FakeCrmOptions = {}) {
    this.clock = clock;
    this.fields = fields;
  }

  /** Adds a contact; gives its id. @throws `invalid` as `change` */
  add(values: Record<string, string>, party: FakeContact['party'] = 'person'): string {
    this.#check(values);
    const id = this.#newId(party === 'person' ? 'p' : 'o');
    this.contacts.set(id, { id, party, values: { ...values }, profiles: [], changedAt: instantOf(this.clock) });
    this.changes.contacts.note(id);
    return id;
  }

  /**
   * Writes fields of a contact; an empty text empties one.
   *
   * @throws `not-found`; `conflict` for one that is locked; `invalid` for a field that is not there, read-only or too short
   */
  change(id: string, values: Record<string, string>, profiles: readonly string[] = []): void {
    const contact = this.standing(id);
    if (this.locked.has(id)) throw new KenningError('conflict', `Contact ${id} is held by a workflow.`);
    this.#check(values);
    for (const [name, value] of Object.entries(values))
      if (value === '') delete contact.values[name];
      else contact.values[name] = value;
    contact.profiles = [...new Set([...contact.profiles, ...profiles])];
    this.#touch(contact);
  }

  /** Takes addresses of profiles away from a contact. */
  forget(id: string, profiles: readonly string[]): void {
    const contact = this.standing(id);
    contact.profiles = contact.profiles.filter((one) => !profiles.includes(one));
    this.#touch(contact);
  }

  /** Removes a contact; what was logged on it goes along. */
  remove(id: string): void {
    const contact = this.standing(id);
    contact.removed = true;
    contact.values = {};
    for (const activity of this.activities.values()) if (activity.contact === id) this.unlog(activity.id);
    this.#touch(contact);
  }

  /** Makes one contact of two: `into` stays, keeps what it says, and takes over what was logged on the other. */
  merge(into: string, from: string): void {
    if (into === from) throw new KenningError('invalid', 'A contact can not be merged with itself.');
    const [stays, goes] = [this.standing(into), this.standing(from)];
    stays.values = { ...goes.values, ...stays.values };
    stays.profiles = [...new Set([...stays.profiles, ...goes.profiles])];
    goes.mergedInto = into;
    for (const activity of this.activities.values()) if (activity.contact === from) activity.contact = into;
    this.#touch(goes);
    this.#touch(stays);
  }

  /** Logs something on a contact; gives the activity's id. */
  log(activity: Omit<FakeActivity, 'id'>): string {
    this.standing(activity.contact);
    const id = this.#newId('a');
    this.activities.set(id, { ...activity, id });
    this.changes.activities.note(id);
    return id;
  }

  /** Writes an activity anew. @throws `not-found` */
  relog(id: string, more: Partial<FakeActivity>): void {
    const activity = this.activities.get(id);
    if (!activity || activity.removed) throw new KenningError('not-found', `There is no activity ${id}.`);
    this.activities.set(id, { ...activity, ...more, id });
    this.changes.activities.note(id);
  }

  /** Removes an activity, if it is there. */
  unlog(id: string): void {
    const activity = this.activities.get(id);
    if (!activity || activity.removed) return;
    this.activities.set(id, { ...activity, text: '', subject: '', removed: true });
    this.changes.activities.note(id);
  }

  openCase(opened: Pick<FakeCase, 'contact' | 'subject' | 'text' | 'key'>): string {
    this.standing(opened.contact);
    const [id, at] = [this.#newId('c'), instantOf(this.clock)];
    this.cases.set(id, { ...opened, id, state: 'open', openedAt: at, changedAt: at });
    this.changes.cases.note(id);
    return id;
  }

  closeCase(id: string): void {
    const one = this.cases.get(id);
    if (!one) throw new KenningError('not-found', `There is no case ${id}.`);
    this.cases.set(id, { ...one, state: 'closed', changedAt: instantOf(this.clock) });
    this.changes.cases.note(id);
  }

  /** Adds a deal, or changes the one with this id. */
  deal({ id = this.#newId('d'), ...deal }: Omit<FakeDeal, 'id' | 'openedAt' | 'changedAt'> & { id?: string }): string {
    const at = instantOf(this.clock);
    this.deals.set(id, { ...deal, id, openedAt: this.deals.get(id)?.openedAt ?? at, changedAt: at });
    this.changes.deals.note(id);
    return id;
  }

  /** A contact that is there. @throws `not-found` */
  standing(id: string): FakeContact {
    const contact = this.contacts.get(id);
    if (!contact || contact.removed || contact.mergedInto)
      throw new KenningError('not-found', `There is no contact ${id.slice(0, 100)}.`);
    return contact;
  }

  /** Contacts that say this e-mail address, phone number or profile. */
  find(value: string): FakeContact[] {
    const wanted = value.toLowerCase();
    return [...this.contacts.values()].filter(
      ({ removed, mergedInto, values, profiles }) =>
        !removed &&
        !mergedInto &&
        [values.email, values.phone, ...profiles].some((one) => one?.toLowerCase() === wanted),
    );
  }

  /** Does a write once: what it made before, if the key was seen. */
  once(key: string | undefined, write: () => string): string {
    const before = key === undefined ? undefined : this.written.get(key);
    if (before !== undefined) return before;
    const made = write();
    if (key !== undefined) this.written.set(key, made);
    return made;
  }

  #check(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) {
      const field = this.fields.find((one) => one.name === name);
      if (!field) throw new KenningError('invalid', `There is no field ${name.slice(0, 100)}.`);
      if (field.readOnly) throw new KenningError('invalid', `The field ${name} is read-only.`);
      if (field.maxLength !== undefined && value.length > field.maxLength)
        throw new KenningError('invalid', `The field ${name} takes ${field.maxLength} characters.`);
    }
  }

  #touch(contact: FakeContact): void {
    contact.changedAt = instantOf(this.clock);
    this.changes.contacts.note(contact.id);
  }

  #newId(kind: string): string {
    this.#ids += 1;
    return `${kind}${this.#ids}`;
  }
}
