import type { Clock } from '../../../src/core/clock.js';

export interface StoredRecord {
  id: string;
  properties: Record<string, string>;
  createdAt: string;
  updatedAt: string;
  archivedAt?: string;
}

export interface PropertyRule {
  readOnly?: true;
  maxLength?: number;
  /** A rule that an administrator made: what it does not match is refused. */
  pattern?: RegExp;
  unique?: true;
}

/** What HubSpot says of one refused record. */
export interface Refusal {
  status: number;
  category: string;
  message: string;
  errors?: { code: string; message: string; context: Record<string, string[]> }[];
}

/** The records of one portal, as HubSpot keeps them: with merges, deletions, associations and an index that may be behind. */
export class PortalRecords {
  readonly #objects = new Map<string, Map<string, StoredRecord>>();
  readonly #index = new Map<string, Map<string, StoredRecord>>();
  readonly #links = new Map<string, Set<string>>();
  /** Where ids of merged records lead. */
  readonly redirects = new Map<string, string>();
  readonly rules = new Map<string, Map<string, PropertyRule>>();
  indexing = true;
  #lastId = 1000;

  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  define(object: string, names: readonly string[], rule: PropertyRule = {}): void {
    const known = this.rules.get(object) ?? new Map<string, PropertyRule>();
    for (const name of names) known.set(name, rule);
    this.rules.set(object, known);
  }

  all(object: string): StoredRecord[] {
    return [...(this.#objects.get(object)?.values() ?? [])];
  }

  indexed(object: string): StoredRecord[] {
    return [...(this.#index.get(object)?.values() ?? [])].filter(({ archivedAt }) => !archivedAt);
  }

  /** A record that stands, under its own id or one that leads to it. */
  find(object: string, id: string): StoredRecord | undefined {
    const record = this.#objects.get(object)?.get(this.redirects.get(`${object}/${id}`) ?? id);
    return record?.archivedAt ? undefined : record;
  }

  byProperty(object: string, name: string, value: string): StoredRecord | undefined {
    return this.all(object).find(
      ({ properties, archivedAt }) => !archivedAt && properties[name]?.toLowerCase() === value.toLowerCase(),
    );
  }

  add(object: string, properties: Record<string, string>): StoredRecord {
    this.#lastId += 1;
    const at = this.#now();
    const record: StoredRecord = { id: String(this.#lastId), properties: {}, createdAt: at, updatedAt: at };
    const known = this.#objects.get(object) ?? new Map<string, StoredRecord>();
    known.set(record.id, record);
    this.#objects.set(object, known);
    record.properties = { hs_object_id: record.id, createdate: at, hs_createdate: at };
    this.change(object, record, properties);
    return record;
  }

  change(object: string, record: StoredRecord, properties: Record<string, string>): void {
    for (const [name, value] of Object.entries(properties))
      if (value === '') delete record.properties[name];
      else record.properties[name] = value;
    this.touch(object, record);
  }

  touch(object: string, record: StoredRecord): void {
    record.updatedAt = this.#now();
    record.properties[object === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate'] = record.updatedAt;
    if (this.indexing) this.#put(object, record);
  }

  /** The index catches up. */
  reindex(): void {
    for (const [object, records] of this.#objects) for (const record of records.values()) this.#put(object, record);
  }

  archive(object: string, id: string): void {
    const record = this.find(object, id);
    if (!record) return;
    record.archivedAt = this.#now();
    if (this.indexing) this.#put(object, record);
  }

  link(from: string, fromId: string, to: string, toId: string): void {
    for (const [one, other] of [
      [`${from}/${fromId}`, `${to}/${toId}`],
      [`${to}/${toId}`, `${from}/${fromId}`],
    ] as const)
      this.#links.set(one, (this.#links.get(one) ?? new Set()).add(other));
  }

  linked(from: string, fromId: string, to: string): string[] {
    const id = this.redirects.get(`${from}/${fromId}`) ?? fromId;
    return [...(this.#links.get(`${from}/${id}`) ?? [])]
      .filter((name) => name.startsWith(`${to}/`))
      .map((name) => name.slice(to.length + 1))
      .filter((other) => this.find(to, other));
  }

  /** A new record takes the place of two, and both old ids lead to it. */
  merge(object: string, primary: StoredRecord, other: StoredRecord): StoredRecord {
    const merged = [primary, other].flatMap(({ id, properties }) => [
      id,
      ...(properties.hs_merged_object_ids?.split(';') ?? []),
    ]);
    const links = [primary, other].flatMap(({ id }) => [...(this.#links.get(`${object}/${id}`) ?? [])]);
    this.#objects.get(object)?.delete(primary.id);
    this.#objects.get(object)?.delete(other.id);
    this.#index.get(object)?.delete(primary.id);
    this.#index.get(object)?.delete(other.id);
    const { hs_object_id: _id, ...kept } = { ...other.properties, ...primary.properties };
    const record = this.add(object, { ...kept, hs_merged_object_ids: merged.join(';') });
    for (const id of merged) this.redirects.set(`${object}/${id}`, record.id);
    for (const name of links) {
      const at = name.indexOf('/');
      this.link(object, record.id, name.slice(0, at), name.slice(at + 1));
    }
    return record;
  }

  /** What is wrong with what is to be written, as HubSpot says it. */
  refusal(object: string, properties: Record<string, string>, own?: string): Refusal | undefined {
    const rules = this.rules.get(object) ?? new Map<string, PropertyRule>();
    const wrong = Object.entries(properties).flatMap(([name, value]) => {
      const rule = rules.get(name);
      const code = rule ? brokenRule(rule, value) : 'PROPERTY_DOESNT_EXIST';
      return code
        ? [{ code, message: `Property "${name}" refuses "${value}"`, context: { propertyName: [name] } }]
        : [];
    });
    if (wrong.length > 0)
      return {
        status: 400,
        category: 'VALIDATION_ERROR',
        message: `Property values were not valid: [${wrong.map(({ message }) => message).join()}]`,
        errors: wrong,
      };
    for (const [name, rule] of rules) {
      const value = rule.unique && properties[name];
      const taken = value ? this.byProperty(object, name, value) : undefined;
      if (taken && taken.id !== own)
        return {
          status: 409,
          category: 'CONFLICT',
          message: `Contact already exists. Existing ID: ${taken.id}`,
        };
    }
    return undefined;
  }

  #put(object: string, record: StoredRecord): void {
    const known = this.#index.get(object) ?? new Map<string, StoredRecord>();
    known.set(record.id, structuredClone(record));
    this.#index.set(object, known);
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }
}

function brokenRule({ readOnly, maxLength, pattern }: PropertyRule, value: string): string | undefined {
  if (readOnly) return 'READ_ONLY_VALUE';
  if (maxLength !== undefined && value.length > maxLength) return 'VALUE_TOO_LONG';
  if (pattern && value !== '' && !pattern.test(value)) return 'PROPERTY_VALIDATION_RULE_FAILED';
  return undefined;
}
