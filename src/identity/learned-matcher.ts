import type { SourceRecord } from '../core/model/source-record.js';
import type { Resolver, Verdict } from '../core/ports.js';
import { hashOf } from './engine/compare/comparison.js';
import type { FrozenModel } from './engine/train/model-document.js';
import { leastFirm } from './matcher/judge.js';
import { matcher, ranks } from './matcher/matcher.js';
import { type MatcherOptions, matcherSettings } from './matcher/options.js';
import { type Traits, traitsOf } from './matcher/traits.js';
import { frameOf } from './record-index/frame.js';
import { type IndexedRecord, NamedRows } from './record-index/named-rows.js';

/** What a learned matcher may be told. */
export interface LearnedMatcherOptions extends MatcherOptions {
  /** By which records are compared: the same as `dedupe` and `recordIndex` take. `frozenModel` gives one. */
  model: FrozenModel;
}

/** More than an even chance that two people are two of one household. */
const likelyHousehold = 0.5;

/**
 * A resolver for an app that decides by a model learned from its own records: the one under which `dedupe` and `recordIndex`
 * decide as well. Proofs settle and vetoes forbid, as with `matcher`, and what a stranger can choose (name, bio, an address that
 * nobody checked) proposes and never links by itself, unless `trustHandles` says so. What the model does not know, such as handles
 * against names, `matcher` decides where one of the two is a profile.
 *
 * @param options.linkAt from this probability on two records are linked. Defaults to 0.95.
 * @throws KenningError `invalid` for an unknown option and for a model that is not frozen or of another version.
 * @example
 * const app = kenning({ store, resolver: learnedMatcher({ model: frozenModel(contacts) }) });
 */
export function learnedMatcher({ model, ...options }: LearnedMatcherOptions): Resolver {
  const settings = matcherSettings(options);
  const usual = matcher(options);
  const frame = frameOf(model);
  const named = new NamedRows(frame, settings.sites ? { sites: settings.sites } : {});
  /** Looks at records as rows that stand next to each other; nothing is left of them. */
  const among = <Result>(
    records: readonly SourceRecord[],
    look: (rowOf: (place: number) => number) => Result,
  ): Result => {
    // Each by its place, since two may have one id.
    const rows = records.map((record, place) => ({ ...asCompared(record), id: String(place) }));
    named.add(rows);
    try {
      return look((place) => named.row(String(place)) as number);
    } finally {
      for (const { id } of rows) named.remove(id);
    }
  };
  const judged = (row: number, other: number, [ours, theirs]: readonly [Traits, Traits], known: Verdict): Verdict => {
    const { weight, probability, prior, fields, dependence } = named.explain(row, other);
    const told = fields.filter(({ level }) => level !== 'missing');
    const firm = told
      .filter(({ field, bits }) => bits > 0 && isFirm(field, ours) && isFirm(field, theirs))
      .reduce((sum, { bits }) => sum + bits, 0);
    const evidence = [
      ...told.map(({ field, level, bits }) => ({ type: 'score' as const, field, level, weight: bits })),
      { type: 'score' as const, field: 'prior', level: 'of any two', weight: prior },
      { type: 'score' as const, field: 'household', level: 'may-be-two', weight: dependence },
    ];
    const base = { candidate: known.candidate, probability, weight, evidence, proven: false };
    const isTrusted = settings.trustHandles || firm >= leastFirm;
    if (probability >= settings.linkAt) return { ...base, outcome: isTrusted ? 'link' : 'review' };
    if (ours.person && named.household(row, other) > likelyHousehold)
      return { ...base, outcome: 'relate', relation: 'household' };
    if (probability >= settings.reviewAt) return { ...base, outcome: 'review' };
    return ours.firm && theirs.firm ? { ...base, outcome: 'none' } : known;
  };
  return {
    version: `learned-1:${hashOf(JSON.stringify(model)).toString(16)}:${usual.version}`,
    keys(record) {
      if (record.own) return [];
      const learned = among([record], (rowOf) => named.rows.keysOf(rowOf(0)).map((key) => `model:${key.toString(36)}`));
      return [...usual.keys(record), ...learned];
    },
    decide(record, candidates) {
      const verdicts = usual.decide(record, candidates);
      // What was proven or forbidden is no matter of likelihood.
      const isSettled = ({ proven, outcome }: Verdict) => proven || outcome === 'veto';
      const open = record.own ? [] : verdicts.filter((one) => !isSettled(one) && !one.candidate.own);
      if (open.length === 0) return verdicts;
      const ours = traitsOf(record, settings);
      const decided = among([record, ...open.map(({ candidate }) => candidate)], (rowOf) =>
        open.map((one, place) => judged(rowOf(0), rowOf(place + 1), [ours, traitsOf(one.candidate, settings)], one)),
      );
      return [...verdicts.filter((one) => !open.includes(one)), ...decided].sort(
        (left, right) => ranks[left.outcome] - ranks[right.outcome] || right.weight - left.weight,
      );
    },
  };
}

/** A profile of e-mail or phone is that address or number, whether or not it says so again. */
function asCompared(record: SourceRecord): IndexedRecord {
  const kind = record.source.split('/')[0] as string;
  if (record.kind !== 'profile' || (kind !== 'email' && kind !== 'phone')) return record;
  return { ...record, identifiers: [...record.identifiers, { kind, scope: '', value: record.externalId }] };
}

/** Whether a stranger could not have chosen what a record says in a field: all of its values there. */
function isFirm(field: string, { firm, emails, phones, pages, accounts, ids }: Traits): boolean {
  if (firm) return true;
  const standing =
    field === 'email'
      ? emails
      : field === 'phone'
        ? phones
        : field === 'url'
          ? pages
          : [
              ...accounts.filter(({ scope }) => field === `account of ${scope}`),
              ...ids.filter(({ kind, scope }) => field === `${kind} of ${scope}`),
            ];
  return standing.length > 0 && standing.every((one) => one.firm);
}
