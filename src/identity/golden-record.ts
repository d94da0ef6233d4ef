import { z } from 'zod';
import type { GoldenRecord, Provenance } from '../core/model/golden-record.js';
import type { RecordId } from '../core/model/id.js';
import type { Identifier } from '../core/model/identifier.js';
import type { Attributes } from '../core/model/party.js';
import type { SourceRecord, SourceRecordKind } from '../core/model/source-record.js';
import { checked } from './matcher/options.js';
import { fold } from './normalize/text.js';

/**
 * How a field's value is chosen among the records that have one. `most-recent`: said last. `most-complete`: says most.
 * `most-frequent`: said by most records. `sourceOrder`: of the source that comes first; sources not listed come last.
 */
export type SurvivorshipRule = 'most-recent' | 'most-complete' | 'most-frequent' | { sourceOrder: readonly string[] };

/** A rule for each field that shall not follow the default. */
export type SurvivorshipRules = Partial<Record<Field, SurvivorshipRule>>;

type Field = Exclude<keyof Attributes, 'alternateNames' | 'custom'>;

interface Default {
  rule: SurvivorshipRule;
  /** Whether what a contact says goes before what a profile says: anybody calls himself anything on a network. */
  contactsFirst: boolean;
}

const defaults: Readonly<Record<Field, Default>> = {
  name: { rule: 'most-frequent', contactsFirst: true },
  givenName: { rule: 'most-frequent', contactsFirst: true },
  familyName: { rule: 'most-frequent', contactsFirst: true },
  birthDate: { rule: 'most-frequent', contactsFirst: true },
  organization: { rule: 'most-recent', contactsFirst: true },
  title: { rule: 'most-recent', contactsFirst: true },
  address: { rule: 'most-recent', contactsFirst: true },
  lifecycleStage: { rule: 'most-recent', contactsFirst: true },
  bio: { rule: 'most-recent', contactsFirst: false },
  location: { rule: 'most-recent', contactsFirst: false },
  language: { rule: 'most-recent', contactsFirst: false },
  timeZone: { rule: 'most-recent', contactsFirst: false },
  image: { rule: 'most-recent', contactsFirst: false },
};

const fields = Object.keys(defaults) as Field[];
const rule = z.union([
  z.enum(['most-recent', 'most-complete', 'most-frequent']),
  z.strictObject({ sourceOrder: z.array(z.string()) }),
]);
const survivorshipRules = z.strictObject(Object.fromEntries(fields.map((field) => [field, rule.optional()])));

/** A value that a record has for a field. */
interface Claim {
  record: SourceRecord;
  value: unknown;
}

/**
 * The best that a cluster's records say together: field by field by survivorship rules, with the origin of each. A
 * person's edit always goes first.
 * Names it goes by and identifiers are united. Pure: the order of the records makes no difference, and of equals the
 * latest, then the smallest id, wins.
 *
 * @param rules by field, instead of the defaults; with a rule of your own contacts and profiles are equals.
 * @throws KenningError `invalid` for an unknown field or rule.
 * @example
 * goldenRecord(records, { title: { sourceOrder: ['hubspot', 'linkedin'] } }).attributes.title
 */
export function goldenRecord(records: Iterable<SourceRecord>, rules: SurvivorshipRules = {}): GoldenRecord {
  const chosen = checked(survivorshipRules, rules, 'goldenRecord') as SurvivorshipRules;
  const all = [...records].sort((left, right) => later(left, right) || (left.id < right.id ? -1 : 1));
  const attributes: Record<string, unknown> = {};
  const provenance: Record<string, Provenance> = {};
  const take = (field: string, claims: readonly Claim[], by: Default): unknown => {
    const best = survivor(claims, by);
    if (!best) return undefined;
    const { id, source, observedAt, kind } = best.record;
    provenance[field] = { record: id, source, observedAt, rule: kind === 'human' ? 'human' : nameOf(by.rule) };
    return best.value;
  };
  for (const field of fields) {
    const own = chosen[field];
    const claims = claimsOf(all, ({ attributes: said }) => said[field]);
    const value = take(field, claims, own ? { rule: own, contactsFirst: false } : defaults[field]);
    if (value !== undefined) attributes[field] = value;
  }
  const alternateNames = otherNames(all, attributes.name);
  if (alternateNames.length > 0) attributes.alternateNames = alternateNames;
  const custom: [string, unknown][] = [];
  for (const key of [...new Set(all.flatMap((record) => Object.keys(record.attributes.custom ?? {})))].sort()) {
    const claims = claimsOf(all, ({ attributes: said }) =>
      said.custom && Object.hasOwn(said.custom, key) ? said.custom[key] : undefined,
    );
    const value = take(`custom.${key}`, claims, { rule: 'most-recent', contactsFirst: true });
    if (value !== undefined) custom.push([key, value]);
  }
  if (custom.length > 0) attributes.custom = Object.fromEntries(custom);
  return { attributes: attributes as Attributes, identifiers: identifiersOf(all), provenance };
}

/** The later statement goes first. */
function later(left: SourceRecord, right: SourceRecord): number {
  return left.observedAt === right.observedAt ? 0 : left.observedAt > right.observedAt ? -1 : 1;
}

/** What the records say, the latest first; nothing said is no claim. */
function claimsOf(records: readonly SourceRecord[], read: (record: SourceRecord) => unknown): Claim[] {
  return records.flatMap((record) => {
    const value = read(record);
    return value === undefined || sizeOf(value) === 0 ? [] : [{ record, value }];
  });
}

function survivor(claims: readonly Claim[], { rule: by, contactsFirst }: Default): Claim | undefined {
  const first = claims.find(({ record }) => record.kind === 'human');
  if (first) return first;
  const of = (kind: SourceRecordKind) => claims.filter(({ record }) => record.kind === kind);
  const contacts = contactsFirst ? of('contact') : [];
  const eligible = contacts.length > 0 ? contacts : claims;
  if (by === 'most-recent') return eligible[0];
  if (by === 'most-complete') return largest(eligible, ({ value }) => sizeOf(value));
  if (by === 'most-frequent') {
    const counts = new Map<string, number>();
    for (const { value } of eligible) counts.set(sameness(value), (counts.get(sameness(value)) ?? 0) + 1);
    return largest(eligible, ({ value }) => counts.get(sameness(value)) as number);
  }
  const places = new Map(by.sourceOrder.map((source, place) => [source, place]));
  return largest(eligible, ({ record }) => -(places.get(record.source) ?? places.size));
}

/** The first of those with the most, so that what comes earlier wins among equals. */
function largest(claims: readonly Claim[], measure: (claim: Claim) => number): Claim | undefined {
  let best: Claim | undefined;
  for (const claim of claims) if (!best || measure(claim) > measure(best)) best = claim;
  return best;
}

/** How much a value says: its characters, or those of its parts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.trim().length;
  return Object.values(value as Record<string, unknown>).reduce<number>(
    (sum, part) => sum + (typeof part === 'string' ? part.trim().length : 0),
    0,
  );
}

/** Spellings of one value are one when it is counted who says it. */
function sameness(value: unknown): string {
  if (typeof value === 'string') return fold(value);
  return JSON.stringify(
    Object.entries(value as Record<string, string>)
      .map(([key, part]) => [key, fold(String(part))])
      .sort(),
  );
}

const nameOf = (by: SurvivorshipRule): string => (typeof by === 'string' ? by : 'source-order');

function otherNames(records: readonly SourceRecord[], name: unknown): string[] {
  const names = new Map<string, string>();
  for (const { attributes } of records)
    for (const other of [attributes.name, ...(attributes.alternateNames ?? [])])
      if (other?.trim() && !names.has(fold(other))) names.set(fold(other), other);
  if (typeof name === 'string') names.delete(fold(name));
  return [...names.values()].sort().slice(0, 100);
}

/**
 * All identifiers, each once by kind, scope and value; a verified one counts as such, whoever else lists it without.
 */
function identifiersOf(records: readonly SourceRecord[]): (Identifier & { records: RecordId[] })[] {
  const found = new Map<string, Identifier & { records: RecordId[] }>();
  for (const record of records)
    for (const identifier of record.identifiers) {
      const { kind, scope, value } = identifier;
      const key = JSON.stringify([kind, scope, kind === 'email' ? value.toLowerCase() : value]);
      const known = found.get(key);
      const better = !known || (!known.verifiedBy && identifier.verifiedBy !== undefined);
      const holders = new Set([...(known?.records ?? []), record.id]);
      found.set(key, { ...((better ? identifier : known) as Identifier), records: [...holders].sort() });
    }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, identifier]) => identifier);
}
