import type { SourceRecordDraft } from '../model/source-record.js';
import type { StoreTransaction } from '../store/store.js';
import type { Tombstones } from './ingest-options.js';
import { recordOf } from './write-record.js';

/** Whether a record is an erased person's. One that is there already is somebody else's, whatever it shows. */
export async function isKeptAway(
  transaction: StoreTransaction,
  tombstones: Tombstones | undefined,
  draft: SourceRecordDraft,
  fingerprints: readonly string[],
): Promise<boolean> {
  if (!tombstones || !(await tombstones.isErased(transaction, fingerprints))) return false;
  return (await recordOf(transaction, draft)) === undefined;
}
