export { type Context, contextOf } from '../../core/context.js';
export type { Gap } from '../../core/ingest/gaps.js';
export type { Ingest, IngestPage, IngestReport } from '../../core/ingest/ingest.js';
export type { Counted } from '../../core/ingest/intake.js';
export { type Lease, takeLease } from '../../core/lease.js';
export type {
  Alert,
  AlertSeverity,
  Cascade,
  Causes,
  Removal,
  RepostAlert,
  StormAlert,
} from '../../core/model/alert.js';
export type { QueryDialect, QueryForm, WrittenForm } from '../../core/model/query-dialect.js';
export type { Datum } from '../../core/privacy/permits.js';
export type { Wait } from '../../core/wait.js';
export { type Analysis, type Analyzer, type AnalyzerOptions, analyzer, type Sentiment } from './analysis/analyzer.js';
export { type Classified, type Classifier, classifier, vectorsOf } from './analysis/classifier/classifier.js';
export type { ClassifierDocument, DataCard } from './analysis/classifier/classifier-document.js';
export type { LabelledText } from './analysis/classifier/separation.js';
export { type TrainOptions, trainClassifier } from './analysis/classifier/train-classifier.js';
export { type WordVectors, type WordVectorTable, wordVectors } from './analysis/classifier/word-vectors.js';
export type { IntentFinder } from './analysis/intent/intent-finder.js';
export { type Eld, eldDetector } from './analysis/language/eld-detector.js';
export type { LanguageDetector } from './analysis/language/language-detector.js';
export { smallDetector } from './analysis/language/small-detector.js';
export type { AskedLabel, LanguageModel } from './analysis/language-model/ask-model.js';
export {
  type ConsultedAnalysis,
  type ConsultedPost,
  type LanguageModelAnalyzer,
  type LanguageModelAnalyzerOptions,
  languageModelAnalyzer,
} from './analysis/language-model/language-model-analyzer.js';
export type { LanguagePack } from './analysis/language-pack.js';
export type { Backoff } from './backoff.js';
export type { Duty, Task, Turn } from './duty.js';
export {
  type FailedRequest,
  failedRequests,
  retryRequest,
  type WorkedOff,
  type WorkOffOptions,
  workOff,
} from './inbox.js';
export {
  type AfterComplaints,
  type AfterComplaintsOptions,
  afterComplaints,
  type Came,
  type Outcomes,
} from './influence/after-complaints.js';
export {
  type Answer,
  type Drawn,
  type DrawnAnswers,
  drawnAnswers,
  type OwnPost,
} from './influence/drawn-answers.js';
export type { Durations } from './influence/durations.js';
export { formsOf, type PostForm } from './influence/forms.js';
export { type NetSentiment, netSentiment, type SentimentTotals } from './influence/net-sentiment.js';
export { type AudiencePost, otherTalk } from './influence/other-talk.js';
export { type ProfileReach, profileReach } from './influence/profile-reach.js';
export { type EngagementRates, engagementRates, type PostCounts, type Rate } from './influence/rates.js';
export { type CountedPost, type Engagement, type PostReach, postReach } from './influence/reach.js';
export { type RepliesPerPost, repliesPerPost } from './influence/replies-per-post.js';
export type { Said } from './influence/said.js';
export { type Mention, shareOfVoice, type Voice } from './influence/share-of-voice.js';
export { type Repost, type Spread, spread } from './influence/spread.js';
export { channelDuty, type ListenToOptions, listenTo } from './listen-to.js';
export { type NodeListenerOptions, type NodeRequest, type NodeResponse, nodeListener } from './node-listener.js';
export { type PollOptions, poll } from './poll.js';
export {
  type CompiledQuery,
  type CompileQueryOptions,
  compileQuery,
  type PushedSearch,
} from './query/compile/compile-query.js';
export { explainMatch, type MatchReason } from './query/explain/explain-match.js';
export { type DescribedQuery, explainQuery, type QueryExplanation } from './query/explain/explain-query.js';
export { type QueryMatcher, type QueryMatcherOptions, queryMatcher } from './query/match/query-matcher.js';
export type { SearchedPost } from './query/match/searched-post.js';
export { parseQuery } from './query/parse-query.js';
export { printQuery } from './query/print-query.js';
export type {
  CasedQuery,
  FieldName,
  FieldQuery,
  FollowersQuery,
  LeafQuery,
  ListQuery,
  MarkQuery,
  NearQuery,
  NotQuery,
  PhraseQuery,
  Query,
  RawQuery,
  TermQuery,
} from './query/query.js';
export { type SearchNetworkOptions, searchNetwork } from './query/search-network.js';
export { type KnownOfPost, searchedPostOf } from './query/searched-post-of.js';
export { type Runner, type RunnerOptions, runner } from './runner.js';
export type { SpikeAlert } from './spikes/spike-alert.js';
export {
  type SpikeDetector,
  type SpikeObservation,
  type SpikeOptions,
  type SpikeState,
  spikeDetector,
} from './spikes/spike-detector.js';
export { type HeardPost, heardPost } from './storms/heard-post.js';
export {
  type StormDetector,
  type StormObservation,
  type StormOptions,
  type StormState,
  stormDetector,
} from './storms/storm-detector.js';
export { type StreamingOptions, streamInto } from './stream.js';
export type { TickOptions, TickReport } from './tick.js';
export { type Topic, type TopicPost, type Topics, type TopicsOptions, topics } from './topics/topics.js';
export type { Trend } from './topics/trend.js';
export { type ReceiveWebhookOptions, receiveWebhook } from './webhook.js';
