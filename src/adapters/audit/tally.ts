import type { Contact } from '../../core/model/source-record.js';
import { type AuditFinding, type ProblemName, problems } from './problems.js';

const mostExamples = 3;
/** Owners beyond so many are counted together. */
const mostOwners = 1000;
const others = 'others';

/** How a problem stands. */
export interface ProblemTally {
  problem: ProblemName;
  /** How many contacts have it; of duplicates in a large list, an estimate. */
  contacts: number;
  examples: AuditFinding[];
}

export interface OwnerTally {
  /** As the CRM names the owner; absent for contacts that have none. */
  owner?: string;
  contacts: number;
  /** How many of them have a problem. */
  withProblems: number;
  /** What costs matching most among them. */
  worst?: ProblemName;
}

interface OwnerCounts {
  contacts: number;
  withProblems: number;
  problems: Map<ProblemName, number>;
}

/** Counts what is filled in and what is wrong, by field, problem and owner. */
export class Tally {
  contacts = 0;
  organizations = 0;
  withProblems = 0;
  readonly filled = new Map<string, number>(fieldsOf.map(([field]) => [field, 0]));
  readonly #problems = new Map<ProblemName, ProblemTally>();
  readonly #owners = new Map<string | undefined, OwnerCounts>();

  /** Counts a contact and what is wrong with it. */
  add(contact: Contact, found: readonly AuditFinding[]): void {
    this.contacts += 1;
    if (contact.party === 'organization') this.organizations += 1;
    for (const [field, says] of fieldsOf) if (says(contact)) this.filled.set(field, (this.filled.get(field) ?? 0) + 1);
    const owner = this.#ownerOf(contact.owner);
    owner.contacts += 1;
    this.note(found, contact.owner);
    if (found.length === 0) return;
    this.withProblems += 1;
    owner.withProblems += 1;
  }

  /** Counts findings of one contact, each problem once. */
  note(found: readonly AuditFinding[], owner?: string): void {
    const counts = this.#ownerOf(owner).problems;
    for (const problem of new Set(found.map((finding) => finding.problem))) {
      const tally = this.#problems.get(problem) ?? { problem, contacts: 0, examples: [] };
      tally.contacts += 1;
      this.#problems.set(problem, tally);
      counts.set(problem, (counts.get(problem) ?? 0) + 1);
      const example = found.find((finding) => finding.problem === problem);
      if (example && tally.examples.length < mostExamples) tally.examples.push(example);
    }
  }

  /** Puts an estimate in the place of what was counted in a part. */
  expect(problem: ProblemName, contacts: number): void {
    const tally = this.#problems.get(problem);
    if (tally) tally.contacts = contacts;
  }

  /** What to mend first: what costs matching most over all contacts. */
  problems(): ProblemTally[] {
    const loss = ({ problem, contacts }: ProblemTally) => problems[problem].cost * contacts;
    return [...this.#problems.values()].sort((left, right) => loss(right) - loss(left));
  }

  /** Those with most problems first. */
  owners(): OwnerTally[] {
    return [...this.#owners]
      .map(([owner, { contacts, withProblems, problems: counts }]): OwnerTally => {
        const worst = worstOf(counts);
        return { ...(owner !== undefined && { owner }), contacts, withProblems, ...(worst && { worst }) };
      })
      .filter(({ contacts }) => contacts > 0)
      .sort((left, right) => right.withProblems - left.withProblems);
  }

  #ownerOf(owner: string | undefined): OwnerCounts {
    const name = this.#owners.has(owner) || this.#owners.size < mostOwners ? owner : others;
    const known = this.#owners.get(name);
    if (known) return known;
    const counts: OwnerCounts = { contacts: 0, withProblems: 0, problems: new Map() };
    this.#owners.set(name, counts);
    return counts;
  }
}

function worstOf(counts: ReadonlyMap<ProblemName, number>): ProblemName | undefined {
  let worst: ProblemName | undefined;
  const loss = (problem: ProblemName) => problems[problem].cost * (counts.get(problem) ?? 0);
  for (const problem of counts.keys()) if (!worst || loss(problem) > loss(worst)) worst = problem;
  return worst;
}

const says =
  (...kinds: string[]) =>
  ({ identifiers }: Contact): boolean =>
    identifiers.some(({ kind }) => kinds.includes(kind));

/** Fields whose fill is counted. */
const fieldsOf: readonly [field: string, says: (contact: Contact) => boolean][] = [
  ['name', ({ attributes: { name, givenName, familyName } }) => Boolean(name ?? givenName ?? familyName)],
  ['email', says('email')],
  ['phone', says('phone')],
  ['account', says('handle', 'account-id')],
  ['url', says('url')],
  ['organization', ({ attributes, affiliations }) => Boolean(attributes.organization ?? affiliations?.length)],
  ['title', ({ attributes }) => Boolean(attributes.title)],
  ['address', ({ attributes }) => Boolean(attributes.address)],
  ['country', ({ attributes }) => Boolean(attributes.address?.country)],
  ['birthDate', ({ attributes }) => Boolean(attributes.birthDate)],
  ['language', ({ attributes }) => Boolean(attributes.language)],
  ['lifecycleStage', ({ attributes }) => Boolean(attributes.lifecycleStage)],
  ['owner', ({ owner }) => Boolean(owner)],
];
