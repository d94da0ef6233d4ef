import { instantOf, systemClock } from '../../../core/clock.js';
import { isKenningError } from '../../../core/errors.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { ContactObserved, DeltaOptions, DeltaPage } from '../../crm-adapter.js';
import type { Calls } from './calls.js';
import { contactOf, observedOf, textIn } from './contact-of.js';
import { deltaListing, type Kind, rowsOf } from './delta-listing.js';
import { type Objects, withFreshFields } from './objects.js';
import type { ParsedOptions } from './options.js';
import { checkNamedFields, type PartyFields, partyFields } from './party-fields.js';
import type { Personas } from './personas.js';
import { objectNamedBy, type PartyObject, partyObjectOf } from './record-id.js';
import { searchesFor } from './searches.js';
import { oneOf } from './soql.js';
import type { Row } from './views.js';

export interface Contacts {
  contacts(options?: DeltaOptions): Promise<DeltaPage<ContactObserved>>;
  get(refs: SourceRef[], options?: CallOptions): Promise<ContactObserved[]>;
  find(identifiers: Identifier[], options?: CallOptions): Promise<Contact[]>;
}

/** Organizations first, so that who works for them finds them. */
const order: readonly PartyObject[] = ['Account', 'Contact', 'Lead'];
/** So many ids make a query that fits into an address. */
export const idsAtOnce = 200;

export function contacts(calls: Calls, objects: Objects, social: Personas, options: ParsedOptions): Contacts {
  const fieldsOf = (object: PartyObject, signal?: AbortSignal) => partyFields(object, { objects, options, signal });
  const read = (row: Row, fields: PartyFields) => observedOf(row, fields, options);

  const kinds = order.map(
    (object): Kind<ContactObserved> => ({
      async open(_whole, signal) {
        const fields = await fieldsOf(object, signal);
        if (object === order[0]) await check(signal);
        if (!fields) return undefined;
        return {
          object,
          fields: fields.selected,
          read: (rows, _rejected, signal) =>
            social.into(
              rows.flatMap((row) => read(row, fields) ?? []),
              signal,
            ),
        };
      },
    }),
  );

  async function check(signal: AbortSignal | undefined): Promise<void> {
    const all = await Promise.all(order.map((object) => fieldsOf(object, signal)));
    checkNamedFields(
      all.filter((fields) => fields !== undefined),
      options,
    );
  }

  async function rowsWhere(fields: PartyFields, where: string, signal?: AbortSignal): Promise<Row[]> {
    const { records } = await calls.query(
      `SELECT ${fields.selected.join(', ')} FROM ${fields.object} WHERE ${where}`,
      signal,
    );
    return rowsOf(records, []);
  }

  /** An account on a network that comes or goes does not change the record that it stands on. */
  const ofPersonas: Kind<ContactObserved> = {
    async open(whole, signal) {
      const object = 'SocialPersona';
      if (whole || !(await objects.info(object, signal))) return undefined;
      return {
        object,
        fields: ['Id', 'SystemModstamp', 'IsDeleted', 'ParentId'],
        read(rows) {
          const parents = new Set(rows.flatMap((row) => textIn(row, 'ParentId') ?? []));
          const refs = [...parents].filter(partyObjectOf).map((externalId) => ({ source: options.source, externalId }));
          return get(refs, signal ? { signal } : {});
        },
      };
    },
  };

  const get: Contacts['get'] = (refs, { signal } = {}) =>
    withFreshFields(objects, async () => {
      const found = new Map<string, ContactObserved>();
      const wanted = Map.groupBy(refs, (ref) => objectNamedBy(ref, options.source));
      for (const [object, some] of wanted) {
        const fields = await fieldsOf(object, signal);
        if (!fields) continue;
        for (let from = 0; from < some.length; from += idsAtOnce) {
          const ids = some.slice(from, from + idsAtOnce).map(({ externalId }) => externalId);
          for (const row of await rowsWhere(fields, oneOf('Id', ids), signal)) {
            const observed = read(row, fields);
            if (observed) found.set(row.Id.slice(0, 15), observed);
          }
        }
      }
      const at = instantOf(options.clock ?? systemClock);
      // What is in no bin any more was deleted too.
      const now = refs.map(
        (of): ContactObserved => found.get(of.externalId.slice(0, 15)) ?? { type: 'removed', of, at },
      );
      return social.into(now, signal);
    });

  return {
    contacts: deltaListing([...kinds, ofPersonas], { calls, objects, defaultLimit: 2000 }),
    get,

    find: (identifiers, { signal } = {}) =>
      withFreshFields(objects, async () => {
        const found = new Map<string, Contact>();
        for (const object of order) {
          const fields = await fieldsOf(object, signal);
          if (!fields) continue;
          for (const where of searchesFor(identifiers, fields, options.source)) {
            const rows = await rowsWhere(fields, `IsDeleted = false AND (${where})`, signal).catch((error: unknown) => {
              // A field may be encrypted or not filterable; the others still tell.
              if (isKenningError(error, 'invalid') && !/INVALID_FIELD\b/.test(error.message)) return [];
              throw error;
            });
            for (const row of rows)
              if (row.IsPersonAccount !== true || object !== 'Account')
                found.set(row.Id, contactOf(row, fields, options));
          }
        }
        const items = [...found.values()].map((contact): ContactObserved => ({ type: 'contact', contact }));
        await social.into(items, signal);
        return [...found.values()];
      }),
  };
}
