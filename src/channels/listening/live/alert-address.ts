import type { Fetch } from '../../../core/http/bounded-fetch.js';
import type { ChatForm } from './chat-message.js';

/**
 * Where alerts go.
 *
 * - `webhook`: a URL of the app's own; the alert as JSON, signed as Standard Webhooks 1.0 says.
 * - `chat`: the incoming webhook of a chat, in the form of `slack` (which Mattermost, Rocket.Chat and Google Chat take), `teams`
 *   or `discord`. Defaults to `slack`.
 * - `channel`: a channel of the app's that sends messages, such as a mailbox, and the account or address that gets them.
 *
 * `fetch` defaults to one that connects to the public internet only.
 */
export type AlertAddress =
  | { webhook: string; secret: string; fetch?: Fetch }
  | { chat: string; form?: ChatForm; fetch?: Fetch }
  | { channel: string; to: string };
