import fc from 'fast-check';
import { expect } from 'vitest';
import { isKenningError } from '../../../src/core/errors.js';
import type { RecordId } from '../../../src/core/model/id.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Store } from '../../../src/core/store/store.js';
import { readLedger } from '../../../src/identity/ledger.js';
import { customersOf, replay } from '../../../src/identity/replay.js';
import { contact, type Desk, desk, instantAt, removed, said } from './desk.js';
import { rowsOf } from './rows-of.js';

const people = 4;
const posts = 12;
const who = fc.nat(people - 1);
const post = fc.nat(posts - 1);

export const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), post, version: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('know' as const), who, mails: fc.subarray([0, 1, 2, 3]) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), post }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), who, other: who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unmerge' as const), pick: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('erase' as const), who, by: fc.nat(3) }) },
);
export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** A history of made-up people whose every value can be searched for, and what must not be found any more. */
export class History {
  readonly one: Desk;
  /** Makes the values of this history different from all others; and long, so that they fill pages. */
  readonly #mark: string;
  readonly #delivered: Observed[] = [];
  readonly #known: ReturnType<typeof contact>[] = [];
  readonly #said = new Map<string, Set<string>>();
  readonly forbidden = new Set<string>();

  constructor(store: Store, mark: string) {
    this.one = desk(store);
    this.#mark = mark;
  }

  #contact = (at: number) => `contact${at}${this.#mark}`;
  #author = (at: number) => `author${at}${this.#mark}`;
  #mail = (at: number) => `mail${at}${this.#mark}@mail.example`;
  #post = (at: number) => `post${at}${this.#mark}`;

  async run(steps: readonly Step[]): Promise<void> {
    for (const [at, one] of steps.entries()) {
      try {
        await this.#take(one, at + 1);
      } catch (error) {
        if (!isKenningError(error)) throw error;
      }
    }
  }

  async #take(one: Step, minute: number): Promise<void> {
    const { steward, store } = this.one;
    if (one.do === 'say') return this.#deliver(this.#item(one.post, one.version));
    if (one.do === 'remove') return this.#deliver(removed(this.#post(one.post)));
    if (one.do === 'know') {
      const observedAt = instantAt(minute);
      const attributes = { name: `name ${this.#contact(one.who)}` };
      const draft = contact(this.#contact(one.who), one.mails.map(this.#mail), { observedAt, attributes });
      this.#known.push(draft);
      await this.one.know(draft);
      // Told anew it is theirs, also where they change it later, which is no erasure.
      const living = await this.#livingRecords();
      for (const mail of one.mails.map(this.#mail)) if (living.includes(mail)) this.forbidden.delete(mail);
    } else if (one.do === 'merge') {
      const a = await this.one.idOf('crm/contacts', this.#contact(one.who));
      const b = await this.one.idOf('net', this.#author(one.other));
      if (a && b) await steward.merge(a, b, { by: 'Dana Doe', reason: `about ${this.#contact(one.who)}` });
    } else if (one.do === 'unmerge') {
      const links = (await Array.fromAsync(readLedger(store))).filter(({ kind }) => kind === 'link');
      const link = links[one.pick % Math.max(1, links.length)];
      if (link) await steward.unmerge(link.id, { by: 'Dana Doe' });
    } else if (one.do === 'leave') await this.#leaveTraces(one.who, minute);
    else await this.erase(one.who, one.by);
  }

  /** A post always has the same author and the same place in its conversation. */
  #item(at: number, version: number): Observed {
    const parent = at % 3 === 0 ? undefined : at - (at % 3);
    const quoted = at % 4 === 3 ? at - 3 : undefined;
    // Not everybody who answers names whom.
    const named = at % 3 === 2 ? undefined : parent;
    const to = [named, quoted].flatMap((one) => (one === undefined ? [] : [this.#author(one % people)]));
    const text = `text${at} of version ${version} ${this.#mark} `.repeat(1 + (at % 3) * 40);
    return said({
      id: this.#post(at),
      author: this.#author(at % people),
      text,
      to: [...new Set(to)].filter((name) => name !== this.#author(at % people)),
      minute: at,
      version: String(version + 1),
      ...(parent !== undefined && { root: this.#post(parent), inReplyTo: this.#post(parent) }),
      ...(quoted !== undefined && { about: this.#post(quoted) }),
    });
  }

  async #deliver(item: Observed): Promise<void> {
    this.#delivered.push(item);
    const author = item.type === 'said' ? item.profiles[0]?.externalId : undefined;
    const isHere = author && (await this.one.say(item)) && (await this.one.idOf('net', author));
    if (!author) await this.one.say(item);
    if (!isHere || item.type !== 'said') return;
    const values = this.#said.get(author) ?? new Set();
    this.#said.set(author, values.add(item.interaction.externalId).add(item.interaction.content.text.slice(0, 60)));
  }

  /** A request that waits, an item that was put aside, an entry of the outbox. */
  async #leaveTraces(at: number, minute: number): Promise<void> {
    const author = this.#author(at);
    const record = await this.one.idOf('net', author);
    if (!record) return;
    const id = `${at}-${minute}`;
    const body = JSON.stringify({ by: author, text: `trace ${author}` });
    const data = { receivedAt: instantAt(1), method: 'POST', url: '/', headers: {}, body };
    const entry = {
      id,
      key: id,
      queue: id,
      target: 'channel:brand',
      verb: 'reply',
      payload: { text: `dear ${author}` },
    };
    const head = { records: [record], state: 'done' as const, attempts: 1, createdAt: instantAt(1), by: 'Dana Doe' };
    await this.one.store.transaction(async (transaction) => {
      await transaction.lock(() => 'everything');
      await transaction.put('inbox', { id, channel: 'brand', state: 'waiting', data });
      const item = { from: { handle: `handle-${author}` } };
      await transaction.put('rejected', {
        id,
        channel: 'brand',
        data: { reason: 'text', item, rejectedAt: instantAt(1) },
      });
      await transaction.put('outbox', {
        ...entry,
        state: 'done',
        notBefore: '',
        leasedUntil: '',
        data: { ...entry, ...head },
      });
    });
  }

  async erase(at: number, by: number): Promise<void> {
    const [contactId, authorId] = [this.#contact(at), this.#author(at)];
    const record = await this.one.idOf(by < 2 ? 'crm/contacts' : 'net', by < 2 ? contactId : authorId);
    const names = [contactId, { source: 'crm/contacts', externalId: contactId }, record, `@handle-${authorId}`];
    const whom = names[by];
    const meant = record && (await this.one.registry.customer(this.one.store, record));
    if (!whom || !meant) return;
    const values = new Set<string>();
    for (const id of meant.records) {
      const data = (await this.one.store.get('records', { id }))?.data;
      if (!data) continue;
      values.add(data.externalId).add(data.attributes.name ?? data.externalId);
      for (const { value } of data.identifiers) values.add(value);
      for (const value of this.#said.get(data.externalId) ?? []) values.add(value);
    }
    const others = await this.#livingWords(meant.records);
    const receipt = await this.one.erase(whom);
    expect(await this.#livingWords(meant.records)).toEqual(others);
    if (receipt.records.length > 0)
      for (const value of values) if (value.includes(this.#mark)) this.forbidden.add(value);
  }

  /** What people say who stay. */
  async #livingWords(erased: readonly RecordId[]): Promise<unknown[]> {
    const gone = new Set(erased);
    const rows = await this.one.store.list('interactions', 'all', { where: {}, limit: 1000 });
    return rows.flatMap(({ id, data }) => {
      const author = data?.participants.find(({ role }) => role === 'author')?.record;
      return data && author && !gone.has(author) ? [[id, data.content, data.participants, data.state]] : [];
    });
  }

  async deliverAgain(): Promise<void> {
    for (const item of this.#delivered) await this.one.say(item);
    for (const draft of this.#known) await this.one.know(draft);
  }

  /** What must be found nowhere; an address that somebody has who stays is theirs. */
  async values(): Promise<string[]> {
    const living = await this.#livingRecords();
    return [...this.forbidden].filter((value) => !value.startsWith('mail') || !living.includes(value));
  }

  async #livingRecords(): Promise<string> {
    return JSON.stringify(
      await this.one.store.list('records', 'byState', { where: { state: 'standing' }, limit: 1000 }),
    );
  }

  async expectGone(): Promise<void> {
    const rows = Object.entries(await rowsOf(this.one.store)).map(
      ([name, list]) => [name, JSON.stringify(list)] as const,
    );
    for (const value of await this.values())
      for (const [name, text] of rows) if (text.includes(value)) expect.fail(`${value} stands in ${name}`);
  }

  async expectReplayed(): Promise<void> {
    const { records = [], members = [] } = await rowsOf(this.one.store);
    const ids = (records as { id: RecordId }[]).map(({ id }) => id);
    const replayed = customersOf(ids, replay(await Array.fromAsync(readLedger(this.one.store))));
    const held = new Map(
      (members as { record: RecordId; customer: RecordId }[]).map((row) => [row.record, row.customer]),
    );
    expect(held).toEqual(new Map(ids.map((id) => [id, replayed.get(id)])));
  }
}

/** Somebody of another tenant with the same names. */
export async function neighbour(store: Store, mark: string): Promise<Desk> {
  const other = desk(store.forTenant(`${store.tenant}-other`.slice(-100)));
  await other.know(contact(`contact0${mark}`, [`mail0${mark}@mail.example`]));
  await other.say(said({ id: `post0${mark}`, author: `author0${mark}`, text: 'next door' }));
  return other;
}
