import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { Alert } from '../../../core/model/alert.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import { dutiesOf, permits } from '../../../core/privacy/permits.js';
import type { TermsOf } from '../../../core/privacy/terms-book.js';
import type { StoreReader } from '../../../core/store/store.js';
import { hasWords } from './has-words.js';

/** What a post said that an alert speaks of. It goes out only where its network's terms allow to pass it on. */
export interface AlertQuote {
  interaction: InteractionId;
  network: string;
  at: Instant;
  /** Its first 500 characters. */
  text: string;
  permalink?: string;
  /** The author's name, where the terms ask for it. */
  by?: string;
}

/** An alert as a webhook gets it. */
export type AlertMessage = Alert & { quotes: AlertQuote[] };

/** Of whom and what words are passed on. */
export interface QuoteOptions {
  store: StoreReader;
  context: Context;
  terms: TermsOf;
}

const mostQuotes = 3;
const longest = 500;

/** The posts that an alert quotes. */
export function quotedIn(alert: Alert): InteractionId[] {
  if (alert.kind === 'repost') return alert.post ? [alert.post] : [];
  return alert.causes.posts.slice(0, mostQuotes);
}

/** An alert with quotes as they are now: of what is gone there is none. */
export async function alertMessage(options: QuoteOptions, alert: Alert): Promise<AlertMessage> {
  const quotes: AlertQuote[] = [];
  for (const id of quotedIn(alert)) {
    const quote = await quoteOf(options, id);
    if (quote) quotes.push(quote);
  }
  return { ...alert, quotes };
}

async function quoteOf({ store, context, terms }: QuoteOptions, id: InteractionId): Promise<AlertQuote | undefined> {
  const interaction = (await store.get('interactions', { id }))?.data;
  if (!interaction || !hasWords(interaction)) return undefined;
  const { network, origin, at, content, permalink, participants, firstSeenAt } = interaction;
  const now = instantOf(context.clock);
  const datum = { kind: 'content', origin, at: firstSeenAt } as const;
  if (!permits(terms(network), 'pass-on', datum, now).permitted) return undefined;
  const quote: AlertQuote = {
    interaction: id,
    network,
    at,
    text: [...content.text.slice(0, 2 * longest).toWellFormed()].slice(0, longest).join(''),
    ...(permalink !== undefined && { permalink }),
  };
  if (dutiesOf(terms(network), datum).attribute === undefined) return quote;
  // Words that must not stand without a name do not go out where the name must not.
  const author = participants.find(({ role }) => role === 'author');
  const record = author && (await store.get('records', { id: author.record }))?.data;
  const name = record?.attributes.name ?? record?.identifiers.find(({ kind }) => kind === 'handle')?.value;
  const word = permits(terms(network), 'pass-on', { kind: 'others-profiles', origin, at: firstSeenAt }, now);
  return name !== undefined && word.permitted ? { ...quote, by: name } : undefined;
}
