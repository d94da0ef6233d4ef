import { z } from 'zod';
import { type Instant, instant } from '../core/model/instant.js';

/** A look-up. It names what was asked by a hash, so the question can not be read from it. */
export interface JournalEntry {
  key: string;
  /** `asked` is written before a request leaves, so that it counts against limits whatever becomes of the process. */
  state: 'asked' | 'answered';
  service: string;
  /** A hash of what is counted together: a service, a host. */
  lane: string;
  at: Instant;
  /** It is forgotten from then on. */
  until: Instant;
  /** With `answered`. */
  answer?: unknown;
}

export const journalEntry: z.ZodType<JournalEntry> = z.object({
  key: z.string().min(1).max(100),
  state: z.enum(['asked', 'answered']),
  service: z.string().max(200),
  lane: z.string().max(100),
  at: instant,
  until: instant,
  answer: z.unknown().optional(),
});

/** Keeps what was looked up, so that it is never looked up twice. One run uses it at a time. */
export interface Journal {
  /** What was kept, in its order. */
  entries(): Iterable<JournalEntry> | AsyncIterable<JournalEntry>;
  /** Resolves once the entry would survive the end of this process. */
  append(entry: JournalEntry): Promise<void>;
  /** Forgets all but the answers of these keys. */
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
      kept = kept.filter(({ key, state }) => state === 'answered' && keys.has(key));
    },
  };
}
