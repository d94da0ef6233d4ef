import type { Instant } from '../../core/model/instant.js';
import type { AuditFigures } from './audit-book.js';
import type { DuplicateEstimate } from './duplicate-sample.js';
import type { OwnerTally, ProblemTally } from './tally.js';

/** How long ago contacts were last changed or spoken with. */
export interface Staleness {
  /** Of how many that is known. */
  known: number;
  /** How many had neither for so many months. */
  over: { months: number; contacts: number }[];
}

/** How the data of a CRM stands. */
export interface AuditReport {
  at: Instant;
  contacts: number;
  organizations: number;
  /** How many have a problem of their own; duplicates and what is shared are not among them. */
  withProblems: number;
  /** How many contacts could not be read, or not whole. */
  unreadable: number;
  fill: { field: string; filled: number }[];
  /** What to mend first stands first: what costs matching most. */
  problems: ProblemTally[];
  owners: OwnerTally[];
  duplicates: DuplicateEstimate;
  staleness: Staleness;
}

/** What is kept of a report: figures alone. */
export function figuresOf({ at, contacts, fill, problems, duplicates }: AuditReport): AuditFigures {
  return {
    at,
    contacts,
    filled: Object.fromEntries(fill.map(({ field, filled }) => [field, filled])),
    problems: Object.fromEntries(problems.map(({ problem, contacts: count }) => [problem, count])),
    duplicates: duplicates.expected,
  };
}
