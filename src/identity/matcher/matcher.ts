import type { SourceRecord } from '../../core/model/source-record.js';
import type { Resolver, Verdict } from '../../core/ports.js';
import { comparer } from './compare.js';
import type { Frequencies } from './frequencies.js';
import { type Judge, judge } from './judge.js';
import { keysOf } from './keys.js';
import { type MatcherOptions, matcherSettings } from './options.js';
import { fixedModel, scorer } from './score.js';
import { type Traits, traitsOf } from './traits.js';
import { wouldDecide } from './would-decide.js';

const mostLikely = 1 - 2 ** -40;

/** Changes with whatever changes a verdict: weights, keys, normalization. */
const revision = 'matcher-1';

/** Which outcome stands before which. */
export const ranks: Readonly<Record<Verdict['outcome'], number>> = { link: 0, review: 1, relate: 2, none: 3, veto: 4 };

/**
 * A probabilistic resolver with fixed weights, after Fellegi and Sunter: fields are compared by levels, each level
 * weighs log2(m / u),
 * and the sum with the prior gives the probability. Proofs settle, vetoes forbid, and what a stranger can choose never
 * links by itself unless `trustHandles` says so.
 *
 * I. P. Fellegi and A. B. Sunter, "A theory for record linkage", JASA 64 (1969).
 *
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const resolver = matcher({ country: 'US' });
 * const [best] = resolver.decide(record, candidates);
 */
export function matcher(options: MatcherOptions = {}): Resolver {
  const settings = matcherSettings(options);
  const model = fixedModel();
  const by: Judge = { ...settings, compare: comparer(settings.frequencies), scorer: scorer(model), model };
  const known = new WeakMap<SourceRecord, Traits>();
  const read = (record: SourceRecord): Traits => {
    const before = known.get(record);
    if (before) return before;
    const traits = traitsOf(record, settings);
    known.set(record, traits);
    return traits;
  };
  return {
    version: versionOf(settings),
    keys: (record) => (record.own ? [] : keysOf(read(record))),
    decide(record, candidates) {
      const traits = read(record);
      const keys = new Set(keysOf(traits));
      return candidates
        .map((candidate): Verdict => {
          const other = read(candidate);
          const judgment = judge(traits, other, by);
          // What no key would find must not depend on having been looked at by chance.
          const found = judgment.outcome !== 'link' || keysOf(other).some((key) => keys.has(key));
          return { candidate, ...judgment, ...(!found && { outcome: 'review' as const }) };
        })
        .sort((left, right) => ranks[left.outcome] - ranks[right.outcome] || right.weight - left.weight);
    },
    wouldDecide(one, other) {
      const [ours, theirs] = [read(one), read(other)];
      const { outcome, proven } = judge(ours, theirs, by);
      if (outcome === 'veto' || proven || one.own || other.own) return [];
      const cut = Math.log2(by.linkAt / (1 - Math.min(by.linkAt, mostLikely)));
      return wouldDecide(by.compare(ours, theirs), { scorer: by.scorer, model, cut, party: one.party });
    },
  };
}

/** The matcher's revision and a digest of what it was told. */
function versionOf({ frequencies, ...settings }: MatcherOptions): string {
  let hash = 0x811c9dc5;
  const mix = (text: string): void => {
    for (let index = 0; index < text.length; index += 1)
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  };
  mix(JSON.stringify(settings, Object.keys(settings).sort().concat('network', 'hosts', 'before')));
  if (frequencies) for (const text of digestible(frequencies)) mix(text);
  return `${revision}:${hash.toString(16).padStart(8, '0')}`;
}

function* digestible({ words, values }: Frequencies): Generator<string> {
  for (const { total, counts } of [words, values]) {
    yield String(total);
    for (const [key, count] of [...counts].sort(([left], [right]) => (left < right ? -1 : 1))) yield `${key}=${count}`;
  }
}
