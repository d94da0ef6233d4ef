export type { AnsweredPair, AnsweredPairs } from './answered-pairs.js';
export { type ChangedPair, compareModels, type ModelComparison } from './compare-models.js';
export { effectiveConsent } from './consent.js';
export {
  type Deduped,
  type DedupeOptions,
  type Deduplication,
  dedupe,
  deduplication,
  deduplicationInThreads,
  frozenModel,
  type RelatedClusters,
  trainedModel,
} from './dedupe.js';
export type { FieldWeight, Waterfall } from './engine/score/waterfall.js';
export type { WouldDecide } from './engine/score/would-decide.js';
export type { Job, Task, ThreadPool } from './engine/threads/steps.js';
export type { FrozenModel, ModelDocument } from './engine/train/model-document.js';
export { type Evaluation, evaluateClusters, evaluateLinks } from './evaluate.js';
export { explainPairs, type PairExplanation } from './explain-pairs.js';
export { goldenRecord, type SurvivorshipRule, type SurvivorshipRules } from './golden-record.js';
export { type LearnedMatcherOptions, learnedMatcher } from './learned-matcher.js';
export { type Linkage, type Linked, type LinkOptions, type LinkReason, link, linkage } from './link.js';
export { type LostPair, type LostPairs, lostPairs } from './lost-pairs.js';
export { learnFrequencies } from './matcher/learn-frequencies.js';
export { matcher } from './matcher/matcher.js';
export type { MatcherOptions } from './matcher/options.js';
export { isMeaningless } from './normalize/meaningless.js';
export type {
  FindOptions,
  FoundRecord,
  IndexedRecord,
  Recognized,
  RecognizingOptions,
} from './record-index/named-rows.js';
export { type RecordIndex, type RecordIndexOptions, recordIndex } from './record-index/record-index.js';
export {
  type StoredRecordIndex,
  type StoredRecordIndexOptions,
  storedRecordIndex,
} from './record-index/stored-record-index.js';
export type { RuleOutcome } from './rule-outcomes.js';
export type { WrittenComparison, WrittenLevel } from './splink/export/comparisons.js';
export { type SplinkExport, splinkExport } from './splink/export/splink-export.js';
