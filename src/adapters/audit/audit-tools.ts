import type { Identifier } from '../../core/model/identifier.js';
import type { PartyKind } from '../../core/model/party.js';
import type { SourceRecordDraft } from '../../core/model/source-record.js';

/** What an audit needs to know of values. Identity knows it. */
export interface AuditTools {
  /** Whether a value identifies nobody. */
  isMeaningless(identifier: Pick<Identifier, 'kind' | 'value'>, party: PartyKind): boolean;
  /** An address as it is compared, with its parts; undefined when it is none. */
  email(text: string): { value: string; local: string } | undefined;
  /** A number as it is compared, and of which countries it may be; undefined when it is none. */
  phone(
    text: string,
    country: string | undefined,
  ): { value: string; international: boolean; countries: string[] } | undefined;
  /** The words of a name, folded. */
  words(text: string): string[];
  /** The keys under which a record is found: two that may be one share at least one. */
  keys(record: SourceRecordDraft): string[];
  /** For each record the number of its cluster: those of one number are one. */
  clusters(records: readonly SourceRecordDraft[]): number[];
}
