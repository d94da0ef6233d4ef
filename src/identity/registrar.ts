import type { Context } from '../core/context.js';
import type { RecordId } from '../core/model/id.js';
import type { SourceRecord } from '../core/model/source-record.js';
import type { Name, NamedIdentifier, Registrar, Resolver } from '../core/ports.js';
import { everyPage } from '../core/store/every-page.js';
import type { Rows } from '../core/store/rows.js';
import type { StoreTransaction } from '../core/store/store.js';
import { customerOf, membersOf, regroup } from './cluster.js';
import { goldenRecord, type SurvivorshipRules } from './golden-record.js';
import { append, decisionsOf } from './ledger.js';
import { namesOfIdentifier, namesOfRecord, readingsOf } from './names.js';
import type { PhoneCountry } from './normalize/phone.js';

export interface RegistrarOptions {
  resolver: Resolver;
  context: Context;
  survivorship?: SurvivorshipRules;
  /** The country that phone numbers without a prefix are of. */
  country?: PhoneCountry;
}

/**
 * Knows whom a name means and writes erasures into the ledger.
 *
 * A name is looked up through the resolver's keys first. One that makes no key (an id without its network, `info@…`,
 * our own accounts) is looked for in every record, which takes time by their number.
 */
export function registrar({ resolver, context, survivorship, country }: RegistrarOptions): Registrar {
  const names = (record: Parameters<Registrar['names']>[0]) => namesOfRecord(record, country);
  const readings = (of: string | NamedIdentifier) => (typeof of === 'string' ? readingsOf(of, country) : [of]);
  const read = (of: string | NamedIdentifier) => readings(of).flatMap((one) => namesOfIdentifier(one, country));

  return {
    names,
    read,
    async find(store, of) {
      const wanted = new Set(read(of).map(({ text }) => text));
      const isMeant = ({ data }: Rows['records']) => data !== undefined && hasName(names(data), wanted);
      const found = new Set<RecordId>();
      for (const key of keysOf(resolver, readings(of)))
        for await (const rows of everyPage(store, 'keys', 'byKey', { key }))
          for (const { record: id } of rows) {
            const row = found.has(id) ? undefined : await store.get('records', { id });
            if (row && isMeant(row)) found.add(id);
          }
      if (found.size > 0) return [...found];
      for (const state of ['standing', 'own', 'removed'] as const)
        for await (const rows of everyPage(store, 'records', 'byState', { state }))
          for (const row of rows) if (isMeant(row)) found.add(row.id);
      return [...found];
    },
    async customer(store, record) {
      const id = await customerOf(store, record);
      return id && { id, records: await membersOf(store, id) };
    },
    golden: (records) => goldenRecord(records, survivorship),
    async erase(transaction, records, by) {
      await transaction.lockLedger();
      await withoutReasons(transaction, records);
      const head = { by, version: by.type === 'human' ? 'human' : by.name, evidence: [] };
      const decision = await append(transaction, context, { ...head, kind: 'erase', records: [...records] });
      const members = new Set<RecordId>();
      for (const record of records) {
        const customer = await customerOf(transaction, record);
        for (const member of customer ? await membersOf(transaction, customer) : []) members.add(member);
      }
      return regroup(transaction, [...members], decision.id);
    },
  };
}

/** What people wrote beside their decisions on these records goes; the decisions stay. */
async function withoutReasons(transaction: StoreTransaction, records: readonly RecordId[]): Promise<void> {
  for (const decision of await decisionsOf(transaction, records)) {
    if (decision.reason === undefined) continue;
    const { reason: _reason, ...data } = decision;
    await transaction.put('decisions', { id: data.id, sequence: data.sequence, data });
  }
}

function hasName(names: Name[], wanted: ReadonlySet<string>): boolean {
  return names.some(({ text }) => wanted.has(text));
}

/** The keys that a resolver makes of these identifiers alone. */
function keysOf(resolver: Resolver, identifiers: NamedIdentifier[]): Set<string> {
  const keys = new Set<string>();
  for (const { kind, scope = '', value } of identifiers)
    for (const party of ['person', 'organization'] as const) {
      const record: SourceRecord = {
        id: '' as RecordId,
        source: 'name',
        externalId: value,
        kind: 'contact',
        party,
        identifiers: [{ kind, scope, value }],
        attributes: {},
        origin: 'human',
        observedAt: '1970-01-01T00:00:00.000Z',
        firstSeenAt: '1970-01-01T00:00:00.000Z',
      };
      for (const key of resolver.keys(record)) keys.add(key);
    }
  return keys;
}
