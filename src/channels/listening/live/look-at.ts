import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { Signal } from '../../../core/model/signal.js';
import { permits } from '../../../core/privacy/permits.js';
import type { TermsOf } from '../../../core/privacy/terms-book.js';
import type { Store } from '../../../core/store/store.js';
import { hasWords } from './has-words.js';
import type { SignalFinder } from './signal-finder.js';

export interface LookOptions {
  store: Store;
  context: Context;
  terms: TermsOf;
  finder: SignalFinder;
}

/** An interaction as it was looked at, with what was found. */
export interface Looked {
  interaction: Interaction;
  signals: Signal[];
  /** We said it ourselves. */
  own: boolean;
}

/** Looks at interactions as they are now, outside of any transaction. */
export async function lookAt(
  { store, context, terms, finder }: LookOptions,
  ids: ReadonlySet<InteractionId>,
): Promise<Looked[]> {
  const looked = await Promise.all(
    [...ids].map(async (id) => {
      const interaction = (await store.get('interactions', { id }))?.data;
      if (!interaction || !hasWords(interaction)) return [];
      const named = interaction.participants.find(({ role }) => role === 'author');
      const author = named && (await store.get('records', { id: named.record }));
      const own = author?.state === 'own';
      const { network, origin, firstSeenAt: at } = interaction;
      const kind = own ? 'own-data' : 'content';
      const word = permits(terms(network), 'analyze', { kind, origin, at }, instantOf(context.clock));
      return [{ interaction, own, signals: word.permitted ? await finder.find(interaction, author?.data) : [] }];
    }),
  );
  return looked.flat();
}
