import { z } from 'zod';
import { type Instant, instant } from '../core/model/instant.js';

/** A look-up that was answered. It names what was asked by a hash, so the question can not be read from it. */
export interface JournalEntry {
  key: string;
  service: string;
  /** A hash of what is counted together: a service, a host. */
  lane: string;
  at: Instant;
  /** It is forgotten from then on. */
  until: Instant;
  answer: unknown;
}

export const journalEntry: z.ZodType<JournalEntry> = z.object({
  key: z.string().min(1).max(100),
  service: z.string().max(200),
  lane: z.string().max(100),
  at: instant,
  until: instant,
  answer: z.unknown(),
});

/** Keeps what was looked up, so that it is never looked up twice. One run uses it at a time. */
export interface Journal {
  /** What was kept, in its order. */
  entries(): Iterable<JournalEntry> | AsyncIterable<JournalEntry>;
  /** Resolves once the entry would survive the end of this process. */
  append(entry: JournalEntry): Promise<void>;
  /** Forgets all entries whose keys are not named. */
  keepOnly(keys: ReadonlySet<string>): Promise<void>;
}

/** A journal that ends with the process. */
export function memoryJournal(): Journal {
  let kept: JournalEntry[] = [];
  return {
    entries: () => kept,
    async append(entry) {
      kept.push(entry);
    },
    async keepOnly(keys) {
      kept = kept.filter(({ key }) => keys.has(key));
    },
  };
}
