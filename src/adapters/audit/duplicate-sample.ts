import type { Contact, SourceRecordDraft } from '../../core/model/source-record.js';
import type { AuditTools } from './audit-tools.js';
import { hash32 } from './value-table.js';

/** How many contacts are one with another. */
export interface DuplicateEstimate {
  /** How many contacts there would be fewer without duplicates. */
  expected: number;
  /** How many were compared. All that could have one, unless it is an estimate. */
  compared: number;
  isEstimate: boolean;
  /** Ids of contacts that are most likely one, some of them. */
  examples: string[][];
}

interface Sampled {
  record: SourceRecordDraft;
  /** Hashes of its keys. */
  keys: Uint32Array;
}

const everything = 2 ** 32;
const mostExamples = 10;

/**
 * Chooses contacts so that those that may be one stay together: by keys, and not by contacts. While they are few all are
 * kept; then half of the keys are given up, again and again, and what is found among the rest is weighed by the chance
 * that both of a pair were kept (D. G. Horvitz and D. J. Thompson, JASA 47, 1952).
 */
export class DuplicateSample {
  readonly #tools: AuditTools;
  readonly #most: number;
  #kept: Sampled[] = [];
  #below = everything;
  #seen = 0;

  constructor(tools: AuditTools, most: number) {
    this.#tools = tools;
    this.#most = most;
  }

  add(contact: Contact): void {
    this.#seen += 1;
    const record = slim(contact);
    // A copy, so that what is remembered of it goes with it.
    const keys = Uint32Array.from(this.#tools.keys({ ...record }), (key) => hash32(key));
    if (!keys.some((key) => key < this.#below)) return;
    this.#kept.push({ record, keys });
    while (this.#kept.length > this.#most) {
      this.#below /= 2;
      this.#kept = this.#kept.filter((one) => one.keys.some((key) => key < this.#below));
    }
  }

  /** @param onPair told of every contact that is one with an earlier one */
  estimate(onPair: (contact: string, other: string) => void): DuplicateEstimate {
    const numbers = this.#tools.clusters(this.#kept.map(({ record }) => record));
    const last = new Map<number, Sampled>();
    const examples = new Map<number, string[]>();
    let expected = 0;
    for (const [place, sampled] of this.#kept.entries()) {
      const cluster = numbers[place] as number;
      const before = last.get(cluster);
      last.set(cluster, sampled);
      if (!before) continue;
      expected += 1 / this.#chance(before.keys, sampled.keys);
      onPair(sampled.record.externalId, before.record.externalId);
      const shown = examples.get(cluster);
      if (shown) shown.push(sampled.record.externalId);
      else if (examples.size < mostExamples)
        examples.set(cluster, [before.record.externalId, sampled.record.externalId]);
    }
    return {
      // An estimate may be off, but somebody is left of each.
      expected: Math.min(Math.round(expected), Math.max(0, this.#seen - 1)),
      compared: this.#kept.length,
      isEstimate: this.#below < everything,
      examples: [...examples.values()].map((ids) => ids.slice(0, mostExamples)),
    };
  }

  /** The chance that both of a pair were kept. */
  #chance(left: Uint32Array, right: Uint32Array): number {
    const without = 1 - this.#below / everything;
    const ours = new Set(left);
    const shared = new Set(right.filter((key) => ours.has(key))).size;
    const [mine, theirs] = [ours.size - shared, new Set(right).size - shared];
    const none = without ** shared;
    return 1 - none + none * (1 - without ** mine) * (1 - without ** theirs);
  }
}

/** What is compared, without what is long. */
function slim({ attributes, identifiers, ...contact }: Contact): SourceRecordDraft {
  const { custom, bio, image, ...compared } = attributes;
  const { source, externalId, kind, party, own, origin, observedAt } = contact;
  return {
    source,
    externalId,
    kind,
    party,
    ...(own && { own }),
    origin,
    observedAt,
    identifiers,
    attributes: compared,
  };
}
