export { type Context, contextOf } from '../../core/context.js';
export type { Gap } from '../../core/ingest/gaps.js';
export type { Ingest, IngestPage, IngestReport } from '../../core/ingest/ingest.js';
export type { Counted } from '../../core/ingest/intake.js';
export { type Lease, takeLease } from '../../core/lease.js';
export type { Wait } from '../../core/wait.js';
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
export { channelDuty, type ListenToOptions, listenTo } from './listen-to.js';
export { type NodeListenerOptions, type NodeRequest, type NodeResponse, nodeListener } from './node-listener.js';
export { type PollOptions, poll } from './poll.js';
export { type Runner, type RunnerOptions, runner } from './runner.js';
export type { SpikeAlert, SpikeSeverity } from './spikes/spike-alert.js';
export {
  type SpikeDetector,
  type SpikeObservation,
  type SpikeOptions,
  type SpikeState,
  spikeDetector,
} from './spikes/spike-detector.js';
export type { Cascade } from './storms/cascades.js';
export type { Causes } from './storms/causes.js';
export { type HeardPost, heardPost } from './storms/heard-post.js';
export type { Removal } from './storms/removals.js';
export type { RepostAlert, StormAlert } from './storms/storm-alert.js';
export {
  type StormDetector,
  type StormObservation,
  type StormOptions,
  type StormState,
  stormDetector,
} from './storms/storm-detector.js';
export { type StreamingOptions, streamInto } from './stream.js';
export type { TickOptions, TickReport } from './tick.js';
export { type ReceiveWebhookOptions, receiveWebhook } from './webhook.js';
