import type { Instant } from '../model/instant.js';
import type { Origin } from '../model/source-record.js';
import type { Act, DataKind, Term, Terms } from '../model/terms.js';

/** Data that somebody wants to do something with. */
export interface Datum {
  kind: DataKind;
  origin: Origin;
  /** When it was got. Without it, how long it may be kept is not asked. */
  at?: Instant;
  /** Whether the person turned to us, by an answer or a mention. Rules that ask for it do not hold while it is unknown. */
  asked?: boolean;
}

/** The gate's word. A refusal names the term and says in a sentence why. */
export type Permission = { permitted: true } | { permitted: false; term: string; reason: string };

export type Permits = (terms: Terms | undefined, act: Act, data: Datum, now: Instant) => Permission;

/** What terms ask of data that is kept; in hours, and by the name of the term that asks for it. */
export interface Duties {
  keepFor?: Duty;
  recheckWithin?: Duty;
  vanishWithin?: Duty;
  /** The term by which the author and a link must be shown. */
  attribute?: string;
}

export interface Duty {
  hours: number;
  term: string;
}

/**
 * The one gate of the networks' terms: whether something may be done with data, or to a network. Pure.
 *
 * Without terms, and where terms are silent, everything is allowed to our own data and nothing to others'. What any rule
 * forbids is forbidden. Data that has outlived the hours for which it may be kept is good for nothing.
 *
 * @example
 * const word = permits(network.terms, 'enrich', { kind: 'others-profiles', origin: 'api' }, now);
 * if (!word.permitted) throw new KenningError('not-permitted', `The term ${word.term} forbids it: ${word.reason}`);
 */
export const permits: Permits = (terms, act, data, now) => {
  const rules = terms ? rulesFor(terms, data) : [];
  const forbidding = rules.find(({ forbid }) => forbid?.includes(act));
  if (forbidding && terms) return refuse(terms, forbidding, `${act} is forbidden`);
  const allowing = rules.find(({ allow }) => allow?.includes(act));
  if (!allowing && data.kind !== 'own-data') {
    if (terms)
      return { permitted: false, term: 'unspoken', reason: `No term allows to ${act} ${data.kind} (${terms.source}).` };
    return {
      permitted: false,
      term: 'no-terms',
      reason: `Without terms, nothing but our own data may be used: no ${act} of ${data.kind}.`,
    };
  }
  const keepFor = dutiesOf(terms, data).keepFor;
  if (keepFor && data.at !== undefined && now >= after(data.at, keepFor.hours))
    return {
      permitted: false,
      term: keepFor.term,
      reason: `It may be kept for ${keepFor.hours} hours and was got at ${data.at}.`,
    };
  return { permitted: true };
};

/** What terms ask of data of this kind that is kept: the shortest times of all rules that speak of it. */
export function dutiesOf(terms: Terms | undefined, data: Datum): Duties {
  const rules = terms ? rulesFor(terms, data) : [];
  const keepFor = shortest(rules, 'keepForHours');
  const recheckWithin = shortest(rules, 'recheckWithinHours');
  const vanishWithin = shortest(rules, 'vanishWithinHours');
  const attribute = rules.find((rule) => rule.attribute)?.name;
  return {
    ...(keepFor && { keepFor }),
    ...(recheckWithin && { recheckWithin }),
    ...(vanishWithin && { vanishWithin }),
    ...(attribute !== undefined && { attribute }),
  };
}

/** A moment some hours after another. */
export function after(at: Instant, hours: number): Instant {
  return new Date(Date.parse(at) + hours * 3_600_000).toISOString();
}

function rulesFor(terms: Terms, { kind, origin, asked }: Datum): Term[] {
  return terms.rules.filter(
    (rule) =>
      (!rule.data || rule.data.includes(kind)) &&
      (!rule.origin || rule.origin.includes(origin)) &&
      (rule.asked === undefined || rule.asked === asked),
  );
}

function shortest(rules: Term[], name: 'keepForHours' | 'recheckWithinHours' | 'vanishWithinHours'): Duty | undefined {
  let duty: Duty | undefined;
  for (const rule of rules) {
    const hours = rule[name];
    if (hours !== undefined && (!duty || hours < duty.hours)) duty = { hours, term: rule.name };
  }
  return duty;
}

function refuse(terms: Terms, rule: Term, otherwise: string): Permission {
  return { permitted: false, term: rule.name, reason: `${rule.says ?? otherwise} (${rule.source ?? terms.source})` };
}
