import { KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { ContactDraft } from '../../crm-drafts.js';
import type { Result } from '../../pending-writes.js';
import type { Collections } from './collections.js';
import { draftFields, type FieldValue, type FieldValues } from './draft-fields.js';
import { type Objects, withFreshFields } from './objects.js';
import type { ParsedOptions } from './options.js';
import { keyOf, missingKey } from './our-key.js';
import type { PartyFields } from './party-fields.js';
import { type Persona, type Personas, personaName } from './personas.js';
import { objectNamedBy, type PartyObject } from './record-id.js';
import type { Row } from './views.js';
import { logOf, logText, ourWords } from './written-log.js';

export interface UpsertParts {
  collections: Collections;
  objects: Objects;
  personas: Personas;
  options: ParsedOptions;
  fieldsOf(object: PartyObject): Promise<PartyFields>;
  /** Rows that stand, by the first 15 characters of their ids, with further fields of theirs. */
  rowsOf(fields: PartyFields, ids: readonly string[], more: readonly string[]): Promise<Map<string, Row>>;
  signal?: AbortSignal | undefined;
}

/** A draft, which says what a new one becomes. */
export type NewOrChanged = ContactDraft & { as?: PartyObject };

/** A draft on its way. */
interface Upsert {
  draft: NewOrChanged;
  object: PartyObject;
  settle(result: Result): void;
}

/**
 * Writes drafts in as few calls as there are: for each object one that reads and one that writes. Several drafts of one contact go
 * one after the other.
 */
export async function upsertAll(drafts: readonly NewOrChanged[], parts: UpsertParts): Promise<Result[]> {
  const results: Result[] = [];
  const rounds: Map<string, Upsert>[] = [];
  for (const [at, draft] of drafts.entries()) {
    const settle = (result: Result) => {
      // What was written stays so, whatever happens to the others.
      results[at] ??= result;
    };
    try {
      const object = draft.of
        ? objectNamedBy(draft.of, parts.options.source)
        : (draft.as ?? (draft.party === 'organization' ? 'Account' : 'Contact'));
      const name = draft.of?.externalId.slice(0, 15) ?? `new ${draft.key}`;
      let round = rounds.find((one) => !one.has(name));
      if (!round) {
        round = new Map();
        rounds.push(round);
      }
      round.set(name, { draft, object, settle });
    } catch (error) {
      settle({ error });
    }
  }
  for (const round of rounds)
    for (const [object, some] of Map.groupBy(round.values(), (one) => one.object))
      await upsertSome(object, some, parts);
  return results;
}

async function upsertSome(object: PartyObject, some: readonly Upsert[], parts: UpsertParts): Promise<void> {
  const { collections, options, signal } = parts;
  try {
    const ids = some.flatMap(({ draft }) => draft.of?.externalId ?? []);
    const named = some.flatMap(({ draft }) => [
      ...Object.keys(draft.attributes?.custom ?? {}),
      ...(draft.cleared ?? []),
    ]);
    const { fields, rows } = await withFreshFields(parts.objects, async () => {
      const fields = await parts.fieldsOf(object);
      const more = [...new Set(named)].filter(
        (name) => fields.info.fields.has(name) && !fields.selected.includes(name),
      );
      return { fields, rows: ids.length > 0 ? await parts.rowsOf(fields, ids, more) : new Map<string, Row>() };
    });
    const ready: (Upsert & Planned)[] = [];
    for (const one of some)
      try {
        ready.push({ ...one, ...(await planOf(one.draft, fields, rows, parts)) });
      } catch (error) {
        one.settle({ error });
      }
    const settle = async (one: Upsert & Planned, written: { id: string } | { error: unknown }) => {
      if ('error' in written) return one.settle(written);
      try {
        if (one.personas.length > 0) await parts.personas.add(written.id, one.personas, signal);
        one.settle({ value: { source: options.source, externalId: written.id } satisfies SourceRef });
      } catch (error) {
        one.settle({ error });
      }
    };
    const changes = ready.filter(({ draft }) => draft.of);
    const writes = changes.filter(({ record }) => Object.keys(record).length > 1);
    // Who says it already needs no call.
    for (const one of changes) if (!writes.includes(one)) await settle(one, { id: one.draft.of?.externalId ?? '' });
    const changed = await collections.update(
      object,
      writes.map(({ record }) => record),
      signal,
    );
    for (const [at, one] of writes.entries()) await settle(one, changed[at] as { id: string });
    const additions = ready.filter(({ draft }) => !draft.of);
    const added = await collections.upsert(
      object,
      fields.key ?? '',
      additions.map(({ record }) => record),
      signal,
    );
    for (const [at, one] of additions.entries()) await settle(one, added[at] as { id: string });
  } catch (error) {
    for (const { settle } of some) settle({ error });
  }
}

/** What is written of a draft. */
interface Planned {
  record: Record<string, FieldValue>;
  personas: Persona[];
}

/** What the record does not say already, the log of it, and accounts on networks that stand beside it. */
async function planOf(
  draft: ContactDraft,
  fields: PartyFields,
  rows: ReadonlyMap<string, Row>,
  { options, personas, signal }: UpsertParts,
): Promise<Planned> {
  const id = draft.of?.externalId;
  const row = id === undefined ? undefined : rows.get(id.slice(0, 15));
  if (id !== undefined && !row)
    throw new KenningError(
      'not-found',
      `Salesforce: ${fields.object} ${id} was deleted, or merged into another; read the contacts again.`,
    );
  const log = fields.log ? logOf(row?.[fields.log]) : [];
  const { values, unplaced, homeless } = draftFields(draft, fields, row, ourWords(log));
  const beside = await personas.for(homeless, signal);
  if (Object.keys(values).length === 0 && beside.length === 0 && unplaced.length + homeless.length > 0) {
    const names = [...unplaced, ...homeless.map(({ kind, scope }) => `${kind} ${scope}`.trim())];
    throw new KenningError(
      'unsupported',
      `salesforce: ${fields.object} has no field for ${names.join(', ').slice(0, 300)}; name one in profiles, attributes or custom.`,
    );
  }
  const known =
    id !== undefined && beside.length > 0 ? (await personas.of([id], signal)).get(id.slice(0, 15)) : undefined;
  const missing = beside.filter((one) => !known?.some((other) => personaName(one) === personaName(other)));
  const changed = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => id === undefined || !isSame(row?.[name], value)),
  );
  const isNews = Object.keys(changed).length > 0 || missing.length > 0;
  const logged = fields.log && isNews ? { [fields.log]: withEntry(draft, changed, missing, row, log, fields) } : {};
  if (id !== undefined) return { record: { id, ...changed, ...logged }, personas: missing };
  if (!fields.key) throw missingKey(fields.object, options);
  const needed = { Account: ['Name'], Lead: ['LastName', 'Company'], Contact: ['LastName'] }[fields.object];
  const lacks = needed.find((name) => changed[name] === undefined || changed[name] === null);
  if (lacks) throw new KenningError('invalid', `salesforce: a new ${fields.object} needs ${lacks}; give a name.`);
  return { record: { [fields.key]: keyOf(draft.key), ...changed, ...logged }, personas: missing };
}

function withEntry(
  draft: ContactDraft,
  changed: FieldValues,
  beside: readonly Persona[],
  row: Row | undefined,
  log: ReturnType<typeof logOf>,
  fields: PartyFields,
) {
  const before = (name: string) => (row?.[name] ?? null) as FieldValue;
  const again = log.find(({ key }) => key === draft.key);
  const names = [...new Set([...(again?.personas ?? []), ...beside.map(personaName)])];
  const entry = {
    key: draft.key,
    ...(!row && { created: true }),
    ...(names.length > 0 && { personas: names }),
    fields: Object.fromEntries(
      Object.entries(changed).map(([name, value]): [string, [FieldValue, FieldValue]] => [name, [before(name), value]]),
    ),
  };
  const earlier = log.filter(({ key }) => key !== draft.key);
  // What comes a second time keeps what stood there before the first.
  if (again) entry.fields = { ...entry.fields, ...mapBefore(again.fields, entry.fields) };
  return logText([...earlier, entry], fields.info.fields.get(fields.log ?? '')?.length || 32_000);
}

type Logged = Record<string, [before: FieldValue, after: FieldValue]>;

function mapBefore(first: Logged, second: Logged): Logged {
  return Object.fromEntries(
    Object.entries(first).map(([name, [before, after]]) => [name, [before, second[name]?.[1] ?? after]]),
  );
}

function isSame(held: unknown, value: FieldValue): boolean {
  return (held ?? null) === value || (typeof held === 'string' && held.trim() === value);
}
