export { type Context, contextOf } from '../../core/context.js';
export type { Gap } from '../../core/ingest/gaps.js';
export type { Ingest, IngestPage, IngestReport } from '../../core/ingest/ingest.js';
export type { Counted } from '../../core/ingest/intake.js';
export { type Lease, takeLease } from '../../core/lease.js';
export type { Wait } from '../../core/wait.js';
export { type HeaderSignatureOptions, headerSignature, pairedSignature } from '../../core/webhooks/header-signature.js';
export { sharedSecret } from '../../core/webhooks/shared-secret.js';
export { type ReceivedWebhook, type SignedWebhookOptions, signedWebhook } from '../../core/webhooks/signed-webhook.js';
export { webSub } from '../../core/webhooks/web-sub.js';
export type { WebhookMessage } from '../../core/webhooks/webhook-message.js';
export type { Claim, Proof, Secrets, WebhookScheme } from '../../core/webhooks/webhook-scheme.js';
export { discordSignature } from '../webhooks/discord-signature.js';
export { linkedinSignature } from '../webhooks/linkedin-signature.js';
export { metaRequestSignature, metaSignature } from '../webhooks/meta-signature.js';
export { discourseSignature, githubSignature, telegramSecret, tiktokSignature } from '../webhooks/plain-signatures.js';
export { slackSignature } from '../webhooks/slack-signature.js';
export { twilioSignature } from '../webhooks/twilio-signature.js';
export { xSignature } from '../webhooks/x-signature.js';
export { zoomSignature } from '../webhooks/zoom-signature.js';
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
export { type StreamingOptions, streamInto } from './stream.js';
export type { TickOptions, TickReport } from './tick.js';
export { type ReceiveWebhookOptions, receiveWebhook } from './webhook.js';
