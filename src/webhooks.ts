export { hubspotSignature, hubspotVersion1Signature } from './adapters/webhooks/hubspot-signature.js';
export {
  espocrmSignature,
  pipedriveSecret,
  twentySignature,
  zohoSecret,
} from './adapters/webhooks/plain-signatures.js';
export { discordSignature } from './channels/webhooks/discord-signature.js';
export { linkedinSignature } from './channels/webhooks/linkedin-signature.js';
export { metaRequestSignature, metaSignature } from './channels/webhooks/meta-signature.js';
export {
  discourseSignature,
  githubSignature,
  telegramSecret,
  tiktokSignature,
} from './channels/webhooks/plain-signatures.js';
export { slackSignature } from './channels/webhooks/slack-signature.js';
export { twilioSignature } from './channels/webhooks/twilio-signature.js';
export { xSignature } from './channels/webhooks/x-signature.js';
export { zoomSignature } from './channels/webhooks/zoom-signature.js';
export { type Bytes, bytesOf, decoded, type Encoding, encoded, joined } from './core/bytes.js';
export {
  type HeaderSignatureOptions,
  headerSignature,
  type PairedSignatureOptions,
  pairedSignature,
} from './core/webhooks/header-signature.js';
export { type SecretPlace, sharedSecret } from './core/webhooks/shared-secret.js';
export {
  type AcceptedWebhook,
  type ReceivedWebhook,
  type SignedWebhookOptions,
  signedWebhook,
} from './core/webhooks/signed-webhook.js';
export { webSub } from './core/webhooks/web-sub.js';
export { objectIn, type WebhookMessage } from './core/webhooks/webhook-message.js';
export type { Claim, Proof, Secrets, WebhookScheme } from './core/webhooks/webhook-scheme.js';
