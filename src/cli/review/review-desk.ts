import { KenningError } from '../../core/errors.js';
import type { Kenning } from '../../kenning-contract.js';
import { type ReviewPair, reviewPair } from './review-pair.js';
import { type Ranked, reviewQueue } from './review-queue.js';

/** What lies before a person: a pair, its place in the queue, and whether an answer can be taken back. */
export interface OnDesk {
  at: number;
  waiting: number;
  undoable: boolean;
  pair?: ReviewPair;
}

/** Where one person works through the queue. */
export interface ReviewDesk {
  /** The pair at a place; the nearest place there is. */
  look(at: number): Promise<OnDesk>;
  answer(id: string, same: boolean): Promise<void>;
  /** Takes back the last answer of this desk; gives the place at which its pair waits again. */
  undo(): Promise<number>;
}

/** Opens a desk. The queue is ranked once; when it is worked off, what came in since is read. */
export async function reviewDesk(options: { app: Kenning; by: string; signal: AbortSignal }): Promise<ReviewDesk> {
  const { app, by, signal } = options;
  let queue = await reviewQueue(app, signal);
  const answered: { item: Ranked; at: number }[] = [];
  return {
    async look(wanted) {
      if (queue.length === 0) queue = await reviewQueue(app, signal);
      for (;;) {
        signal.throwIfAborted();
        const at = Math.max(0, Math.min(wanted, queue.length - 1));
        const item = queue[at];
        const place = { at, waiting: queue.length, undoable: answered.length > 0 };
        if (!item) return place;
        // Others may have answered or erased it meanwhile.
        const open = (await app.store.get('reviews', { id: item.review.id }))?.state === 'open';
        const pair = open ? await reviewPair(app, item) : undefined;
        if (pair) return { ...place, pair };
        queue.splice(at, 1);
      }
    },
    async answer(id, same) {
      const at = queue.findIndex(({ review }) => review.id === id);
      const item = queue[at];
      if (!item) throw new KenningError('not-found', 'This pair does not wait any more.');
      await app.answer(id, same, { by });
      // Two answers may have come at once: the place is looked up again.
      queue.splice(queue.indexOf(item), 1);
      answered.push({ item, at });
    },
    async undo() {
      const last = answered.at(-1);
      if (!last) throw new KenningError('not-found', 'There is nothing to take back.');
      await app.takeBack(last.item.review.id, { by });
      answered.splice(answered.indexOf(last), 1);
      const at = Math.min(last.at, queue.length);
      queue.splice(at, 0, last.item);
      return at;
    },
  };
}
