import type { Context } from '../context.js';
import type { InteractionRef } from '../model/interaction.js';
import type { SourceRecordDraft } from '../model/source-record.js';
import type { Recognizer } from '../ports.js';
import type { TermsOf } from '../privacy/terms-book.js';
import type { Store, StoreTransaction } from '../store/store.js';

/** Keeps those away who were erased. */
export interface Tombstones {
  /** Fingerprints of a record under the app's key. Computed before the transaction. */
  fingerprints(draft: SourceRecordDraft): Promise<string[]>;
  /** The fingerprint of what somebody said. */
  ofInteraction(ref: InteractionRef): Promise<string>;
  isErased(transaction: StoreTransaction, fingerprints: readonly string[]): Promise<boolean>;
}

export interface IngestOptions {
  store: Store;
  context: Context;
  recognizer: Recognizer;
  tombstones?: Tombstones;
  /** The networks' terms: what may not be kept is not. Without them everything is. */
  terms?: TermsOf;
}
