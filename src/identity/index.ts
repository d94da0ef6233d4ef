export { effectiveConsent } from './consent.js';
export { type Deduped, type DedupeOptions, dedupe } from './dedupe.js';
export { type Evaluation, evaluateClusters, evaluateLinks } from './evaluate.js';
export { goldenRecord, type SurvivorshipRule, type SurvivorshipRules } from './golden-record.js';
export { type Linked, type LinkOptions, link } from './link.js';
export { learnFrequencies } from './matcher/learn-frequencies.js';
export { matcher } from './matcher/matcher.js';
export type { MatcherOptions } from './matcher/options.js';
export { isMeaningless } from './normalize/meaningless.js';
