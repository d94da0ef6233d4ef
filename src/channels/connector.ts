import type { Access } from '../core/access.js';
import type { Instant } from '../core/model/instant.js';
import type { InteractionRef } from '../core/model/interaction.js';
import type { Network } from '../core/model/network.js';
import type { Observed } from '../core/model/observed.js';
import type { Profile } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';
import type { CallOptions, Page, PageOptions } from '../core/page.js';
import type { ReceivedWebhook } from '../core/webhooks/signed-webhook.js';
import type { Repeat } from '../core/write.js';

/** Names a profile by its id, or by what people call it. */
export type ProfileRef = { externalId: string } | { handle: string };

/** What became of an interaction on its network. */
export interface Lookup {
  of: InteractionRef;
  /** `unknown`: the network does not say, or it is no ref of this network and realm. */
  state: 'standing' | 'removed' | 'hidden' | 'unknown';
  /** With `standing`: its present wording and counts. */
  observed?: Observed;
}

export interface StreamOptions extends CallOptions {
  /** Where to go on, as a page's `next` of this stream said. */
  cursor?: string;
}

export interface Write<Draft> {
  /** Stable for the intent; the same key never writes twice. */
  key: string;
  draft: Draft;
  /** `machine`: nobody read it before it goes out, and the network is told so where it can be. Defaults to `human`. */
  by?: 'human' | 'machine';
}

/** What a write made. */
export interface Written {
  ref: InteractionRef;
  at: Instant;
  permalink?: string;
  /** What was written, as the network would list it, so that it stands on the timeline at once. */
  observed?: Observed;
}

export interface WriteVerb<Draft> {
  readonly repeat: Repeat;
  send(write: Write<Draft>, options?: CallOptions): Promise<Written>;
  /** With `findable`: what an earlier write with this key made, if it arrived. */
  find?(write: Write<Draft>, options?: CallOptions): Promise<Written | undefined>;
}

export interface ReplyDraft {
  to: InteractionRef;
  /** The thread's root, when it is another. */
  root?: InteractionRef;
  text: string;
  language?: string;
}

export interface PublishDraft {
  text: string;
  language?: string;
}

export interface MessageDraft {
  to: SourceRef;
  /** What it is about, where messages have a line for it, as e-mails have. */
  subject?: string;
  text: string;
}

export interface TargetDraft {
  of: InteractionRef;
  /** Why; it stays in the audit. */
  reason: string;
}

/**
 * The code for one network. A verb that is present can be done; one that is absent can not.
 *
 * Listings give one page a call; walking, retrying, limits and checkpoints are the core's. Every item that can not be
 * read is a `rejected` entry of its page. Each verb honours `signal` and throws `KenningError`.
 */
export interface Connector {
  readonly contract: 1;
  readonly network: Network;
  /** Where its ids are valid, if not on the whole network: an instance, a mailbox. */
  readonly realm?: string;
  /** Our own accounts on it. They are marked as ours before anything else is read. */
  own?(options?: CallOptions): Promise<Profile[]>;
  /** What the credential may do. */
  access?(options?: CallOptions): Promise<Access>;
  profile?(ref: ProfileRef, options?: CallOptions): Promise<Profile | undefined>;

  // Listings that are polled.
  /** What speaks to us or of us: mentions, replies, quotes. */
  mentions?(options?: PageOptions): Promise<Page<Observed>>;
  /** Private messages and mail. */
  messages?(options?: PageOptions): Promise<Page<Observed>>;
  /** What an account or site publishes. */
  posts?(options?: PageOptions): Promise<Page<Observed>>;
  /** What is said beneath it. */
  comments?(options?: PageOptions): Promise<Page<Observed>>;
  /** Whatever a log holds. */
  interactions?(options?: PageOptions): Promise<Page<Observed>>;

  search?(query: string, options?: PageOptions): Promise<Page<Observed>>;
  /** Accounts by what people call themselves there: a name, a part of a handle. The likeliest come first. */
  people?(query: string, options?: PageOptions): Promise<Page<Profile>>;
  thread?(ref: InteractionRef, options?: CallOptions): Promise<Page<Observed>>;
  /** Whether interactions still stand, in batches: networks' terms demand re-checks. One answer for each ref, in their order. */
  lookup?(refs: InteractionRef[], options?: CallOptions): Promise<Lookup[]>;
  stream?(options?: StreamOptions): AsyncIterable<Page<Observed>>;
  webhook?: WebhookReceiver;

  reply?: WriteVerb<ReplyDraft>;
  publish?: WriteVerb<PublishDraft>;
  message?: WriteVerb<MessageDraft>;
  like?: WriteVerb<TargetDraft>;
  hide?: WriteVerb<TargetDraft>;
  remove?: WriteVerb<TargetDraft>;
}

export interface WebhookReceiver {
  /**
   * Checks a request's signature and age without reading what it says. Answers handshakes by itself.
   * The request's body has not been read and is not longer than the channel allows.
   *
   * @throws KenningError `auth` (401), `forbidden` (403) or `invalid` (400) for what the network did not send
   */
  receive(request: Request): Promise<ReceivedWebhook>;
  /**
   * Reads a request that was kept after `receive` accepted it. The names of headers are in lower case; those that hold
   * credentials are not kept.
   *
   * @throws KenningError `invalid` for a body that can not be read at all; of one that can, what is wrong is `rejected`
   */
  read(body: string, headers: Readonly<Record<string, string>>): Page<Observed>;
}

export const listings = ['mentions', 'messages', 'posts', 'comments', 'interactions'] as const;
export type Listing = (typeof listings)[number];

/** A connector that is known to have these verbs. */
export type Offers<Verb extends keyof Connector> = Connector & Required<Pick<Connector, Verb>>;
