import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { type Frequencies, frequenciesOf } from './frequencies.js';
import { type TraitsOptions, traitsOf } from './traits.js';

/**
 * Counts how common names and values are in records, for a matcher that shall weigh a rare name more than a common one.
 *
 * @example
 * const resolver = matcher({ frequencies: learnFrequencies(contacts) });
 */
export function learnFrequencies(records: Iterable<SourceRecordDraft>, options: TraitsOptions = {}): Frequencies {
  return frequenciesOf([...records].map((record) => traitsOf(record, options)));
}
