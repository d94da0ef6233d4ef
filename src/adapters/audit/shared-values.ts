import type { Identifier } from '../../core/model/identifier.js';
import type { Contact } from '../../core/model/source-record.js';
import type { AuditTools } from './audit-tools.js';
import { hintOf } from './hint.js';
import type { AuditFinding, ProblemName } from './problems.js';
import { hash32, ValueTable } from './value-table.js';

/** A finding, and whose contact it is about. */
export interface SharedFinding {
  finding: AuditFinding;
  owner?: string;
}

/** Ids that are of one contact alone. */
const uniqueKinds: ReadonlySet<string> = new Set(['account-id', 'handle', 'crm-id', 'national-id']);

/** Finds addresses, numbers and ids that contacts of several names have. Contacts of one name are the duplicates' business. */
export class SharedValues {
  readonly #tools: AuditTools;
  readonly #table = new ValueTable();
  readonly #ids: string[] = [];
  readonly #owners: (string | undefined)[] = [];

  constructor(tools: AuditTools) {
    this.#tools = tools;
  }

  /** What a contact shares with earlier ones; of the first of them it is said too. */
  *findings(contact: Contact): Generator<SharedFinding> {
    const { externalId, owner, identifiers, attributes, party } = contact;
    const number = this.#ids.push(externalId) - 1;
    this.#owners.push(owner);
    const { name, givenName, familyName } = attributes;
    const bears = beginnings(this.#tools.words(name ?? `${givenName ?? ''} ${familyName ?? ''}`));
    const told = new Set<string>();
    for (const identifier of identifiers) {
      const known = this.#known(identifier);
      if (!known || told.has(known.value)) continue;
      // A mailbox that is told to be a role's, or made up, need not be told twice.
      if (this.#tools.isMeaningless(identifier, party) && known.problem !== 'shared-id') continue;
      told.add(known.value);
      const seen = this.#table.see(known.value, number, bears);
      if (!seen || mayBeOneName(bears, seen.note)) continue;
      const finding = { field: identifier.kind, problem: known.problem, hint: hintOf(identifier.value) };
      yield { finding: { contact: externalId, ...finding }, ...(owner !== undefined && { owner }) };
      if (seen.count !== 2) continue;
      const first = this.#owners[seen.first];
      yield {
        finding: { contact: this.#ids[seen.first] as string, ...finding },
        ...(first !== undefined && { owner: first }),
      };
    }
  }

  #known({ kind, scope, value }: Identifier): { value: string; problem: ProblemName } | undefined {
    if (kind === 'email') {
      const email = this.#tools.email(value);
      return email && { value: `email ${email.value}`, problem: 'shared-email' };
    }
    if (kind === 'phone') {
      const phone = this.#tools.phone(value, undefined);
      return phone && { value: `phone ${phone.value}`, problem: 'shared-phone' };
    }
    return uniqueKinds.has(kind)
      ? { value: `${kind} ${scope} ${value.toLowerCase()}`, problem: 'shared-id' }
      : undefined;
  }
}

/** A bit for how each word of a name begins: it stays when the rest is misspelled, short for another, or in another order. */
function beginnings(words: readonly string[]): number {
  return words.reduce((bits, word) => (bits | (1 << (hash32(word.slice(0, 2)) & 31))) >>> 0, 0);
}

/** Whether all words of one begin as words of the other do. */
function mayBeOneName(left: number, right: number): boolean {
  const both = (left & right) >>> 0;
  return both === left || both === right;
}
