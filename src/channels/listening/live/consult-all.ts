import { z } from 'zod';
import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import { type Signal, signal } from '../../../core/model/signal.js';
import { permits } from '../../../core/privacy/permits.js';
import type { TermsOf } from '../../../core/privacy/terms-book.js';
import type { Store } from '../../../core/store/store.js';
import type { ConsultedPost } from '../analysis/language-model/language-model-analyzer.js';
import type { Consultant } from './consultant.js';
import { hasWords } from './has-words.js';
import { keepable } from './listen-options.js';
import { signalsOf } from './signals-of.js';

export interface ConsultOptions {
  store: Store;
  context: Context;
  terms: TermsOf;
  consultants: readonly Consultant[];
}

/** A post with what a consultant is told of it. */
export interface PostToConsult {
  interaction: Interaction;
  post: ConsultedPost;
}

/** What consultants said of a post. */
export interface Consulted {
  interaction: InteractionId;
  /** Those who answered. */
  heard: Set<string>;
  signals: Signal[];
}

/** What may be analyzed of these interactions, as they are now. */
export async function postsToConsult(
  { store, context, terms }: ConsultOptions,
  ids: ReadonlySet<InteractionId>,
): Promise<PostToConsult[]> {
  const posts: PostToConsult[] = [];
  for (const id of ids) {
    const interaction = (await store.get('interactions', { id }))?.data;
    if (!interaction || !hasWords(interaction) || !interaction.content.text.trim()) continue;
    const { network, origin, firstSeenAt: at, participants, content } = interaction;
    const records = await Promise.all(participants.map(({ record }) => store.get('records', { id: record })));
    const author = records[participants.findIndex(({ role }) => role === 'author')];
    const data = { kind: author?.state === 'own' ? 'own-data' : 'content', origin, at } as const;
    if (!permits(terms(network), 'analyze', data, instantOf(context.clock)).permitted) continue;
    const text = content.title === undefined ? content.text : `${content.title}\n${content.text}`;
    const names = records.flatMap((row) => row?.data?.attributes.name ?? []);
    posts.push({ interaction, post: { text, terms: terms(network), data, names } });
  }
  return posts;
}

const signals = z.array(signal.refine(({ value }) => keepable.test(value), 'a value holds control characters'));

/** Asks all; those that failed are named, and the others are heard. */
export async function consultAll(
  { consultants, context }: ConsultOptions,
  posts: readonly PostToConsult[],
  abort: AbortSignal | undefined,
): Promise<{ found: Consulted[]; failed: string[] }> {
  const found = posts.map(
    ({ interaction }): Consulted => ({ interaction: interaction.id, heard: new Set(), signals: [] }),
  );
  const failed: string[] = [];
  for (const consultant of consultants)
    try {
      const asked = posts.map(({ post }) => post);
      const answers = await consultant.analyze(asked, { ...(abort && { signal: abort }) });
      const said = found.map(({ interaction }, at) => {
        const answer = answers[at];
        if (!answer || answer.by === 'fallback') return undefined;
        return signals.parse(signalsOf(consultant, answer, interaction, instantOf(context.clock)));
      });
      for (const [at, one] of found.entries()) {
        const told = said[at];
        if (!told) continue;
        one.heard.add(consultant.id);
        one.signals.push(...told);
      }
    } catch {
      // Its message may quote what it was shown.
      abort?.throwIfAborted();
      failed.push(consultant.id);
    }
  return { found, failed };
}
