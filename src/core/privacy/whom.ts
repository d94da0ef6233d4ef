import { KenningError } from '../errors.js';
import { recordOf } from '../ingest/write-record.js';
import { type CustomerId, type RecordId, recordId } from '../model/id.js';
import type { SourceRef } from '../model/source-ref.js';
import type { NamedIdentifier, Registrar } from '../ports.js';
import type { StoreReader } from '../store/store.js';

/**
 * Names somebody: a customer's or record's id, a system's own id of a record, an identifier, or a text that is an
 * address, a number, a handle, a link or an account's id. Whatever names one record means the whole customer.
 */
export type Whom = string | SourceRef | NamedIdentifier;

/** Whom a name means. A stranger is kept nowhere, or is erased already. */
export type Meant = { customer: CustomerId; records: RecordId[] } | { stranger: true };

/**
 * Finds whom a name means.
 *
 * @throws `conflict` when an identifier is of several customers, `not-found` for an id that was never given,
 * `not-permitted` for an account of our own.
 */
export async function findWhom(store: StoreReader, registrar: Registrar, whom: Whom): Promise<Meant> {
  const found = await oneCustomer(store, registrar, await idsOf(store, registrar, whom));
  if (!found) return { stranger: true };
  const { id: customer, records: members } = found;
  const records: RecordId[] = [];
  for (const id of members) {
    const state = (await store.get('records', { id }))?.state;
    if (state === 'own')
      throw new KenningError('not-permitted', `${id} is an account of our own, not a customer's; nothing was done.`);
    if (state !== undefined && state !== 'erased') records.push(id);
  }
  return records.length === 0 ? { stranger: true } : { customer, records };
}

/**
 * The customer whose identifier a name is, our own accounts among them; undefined when nobody is known by it.
 *
 * @throws `conflict` when it is of several customers.
 */
export async function customerNamed(
  store: StoreReader,
  registrar: Registrar,
  name: string | NamedIdentifier,
): Promise<CustomerId | undefined> {
  return (await oneCustomer(store, registrar, await registrar.find(store, name)))?.id;
}

async function oneCustomer(
  store: StoreReader,
  registrar: Registrar,
  ids: readonly RecordId[],
): Promise<{ id: CustomerId; records: RecordId[] } | undefined> {
  const found = new Map<CustomerId, RecordId[]>();
  for (const id of ids) {
    const customer = await registrar.customer(store, id);
    if (customer) found.set(customer.id, customer.records);
  }
  if (found.size > 1)
    throw new KenningError(
      'conflict',
      `That identifier is of ${found.size} customers: ${[...found.keys()].slice(0, 10).join(', ')}. Name one by its id.`,
    );
  const [first] = found;
  return first && { id: first[0], records: first[1] };
}

/** What a name is called by the registrar. */
export function namesOfWhom(registrar: Registrar, whom: Whom): { text: string; lasting: boolean }[] {
  if (typeof whom !== 'string' && 'source' in whom)
    return [{ text: `ref ${whom.source} ${whom.externalId}`, lasting: true }];
  return isId(whom) ? [] : registrar.read(whom);
}

export function isId(whom: Whom): whom is RecordId {
  return typeof whom === 'string' && recordId.safeParse(whom).success;
}

async function idsOf(store: StoreReader, registrar: Registrar, whom: Whom): Promise<RecordId[]> {
  if (isId(whom)) {
    const row = await store.get('records', { id: whom });
    if (!row) throw new KenningError('not-found', `The id ${whom} was never given here.`);
    return row.state === 'erased' ? [] : [whom];
  }
  if (typeof whom === 'string' || !('source' in whom)) return registrar.find(store, whom);
  const record = await recordOf(store, whom);
  return record ? [record] : [];
}
