import type { ChangeBody } from './model/change.js';
import type { DecisionAuthor } from './model/decision.js';
import type { Evidence } from './model/evidence.js';
import type { GoldenRecord } from './model/golden-record.js';
import type { CustomerId, RecordId } from './model/id.js';
import type { SourceRecord, SourceRecordDraft } from './model/source-record.js';
import type { StoreReader, StoreTransaction } from './store/store.js';

/** What a resolver says of one candidate. */
export interface Verdict<Candidate extends SourceRecord = SourceRecord> {
  candidate: Candidate;
  /** `veto`: they can not be one. `relate`: they belong together and are two. */
  outcome: 'link' | 'review' | 'none' | 'relate' | 'veto';
  probability: number;
  /** The sum of the evidence's weights and the prior, in bits. */
  weight: number;
  evidence: Evidence[];
  /** With `relate`: `household`, `works-for`… */
  relation?: string;
  /** Whether it rests on a proof, which no stranger can make up. */
  proven: boolean;
}

/**
 * Decides which records are one. Pure and synchronous: it may run twice, and inside a transaction.
 */
export interface Resolver {
  /** Changes whenever the same records may be decided otherwise. */
  readonly version: string;
  /**
   * The keys under which a record is found: its identifiers that mean something and its block keys.
   * Two records that the resolver would link share at least one. Values that mean nothing make no key.
   */
  keys(record: SourceRecord): string[];
  /** A verdict for each candidate, the best first. */
  decide(record: SourceRecord, candidates: readonly SourceRecord[]): Verdict[];
  /** What is not known of the two, and how it would have to come out for them to be decided otherwise. */
  wouldDecide?(one: SourceRecord, other: SourceRecord): Evidence[];
}

/** Works out whom a record stands for and writes it into the ledger. What ingest needs of identity. */
export interface Recognizer {
  /** What must be held before a record is recognized. */
  keys(record: SourceRecord): string[];
  /**
   * Finds the customer of a record that is new or says something else, links and unlinks it,
   * and gives what the change feed must say of it. The record's row is written before.
   */
  recognize(
    transaction: StoreTransaction,
    record: SourceRecord,
    isNew: boolean,
  ): Promise<{ customer: CustomerId; changes: ChangeBody[] }>;
}

/** Writes into the ledger what other systems have decided. What reading a CRM needs of identity. */
export interface Notary {
  /**
   * A CRM says that two records are one. It says so once, however often it is heard, and not against a ban: then the pair
   * waits in review. Gives what the change feed must say.
   */
  join(
    transaction: StoreTransaction,
    pair: { into: RecordId; from: RecordId },
    by: { crm: string; because: string },
  ): Promise<ChangeBody[]>;
}

/** An identifier as somebody names it; without a scope it is meant in any. */
export interface NamedIdentifier {
  kind: string;
  scope?: string;
  value: string;
}

/** One of somebody's names: normalized, so that all ways to write it are one text. */
export interface Name {
  text: string;
  /** It is one person's for good: an address, a number, an account's id. A handle, a link and `info@…` are not. */
  lasting: boolean;
}

/** Knows whom a name means and writes erasures into the ledger. What privacy needs of identity. */
export interface Registrar {
  /** Every name of a record: its source's id of it and its identifiers. */
  names(record: SourceRecordDraft): Name[];
  /** What an identifier may mean, or a text of which only a person knows what it is. */
  read(of: string | NamedIdentifier): Name[];
  /** The records, erased ones left out, that have such a name. */
  find(store: StoreReader, of: string | NamedIdentifier): Promise<RecordId[]>;
  /** The customer that holds a record, with all its records; undefined when there is no such record. */
  customer(store: StoreReader, record: RecordId): Promise<{ id: CustomerId; records: RecordId[] } | undefined>;
  golden(records: Iterable<SourceRecord>): GoldenRecord;
  /** Says in the ledger that records are erased, whose rows are erased already; gives what the change feed must say. */
  erase(transaction: StoreTransaction, records: readonly RecordId[], by: DecisionAuthor): Promise<ChangeBody[]>;
}
