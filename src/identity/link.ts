import { z } from 'zod';
import { KenningError } from '../core/errors.js';
import type { Evidence } from '../core/model/evidence.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import { candidateIndex } from './matcher/candidate-index.js';
import { comparer } from './matcher/compare.js';
import { alsoCounting, frequenciesOf } from './matcher/frequencies.js';
import { type Judge, type Judgment, judge } from './matcher/judge.js';
import { checked, type MatcherOptions, matcherShape } from './matcher/options.js';
import { withoutShared } from './matcher/poison.js';
import { bitsFor, posterior, shareInside } from './matcher/posteriors.js';
import { expectedPrecision, probabilityFor } from './matcher/promise.js';
import { fixedModel, scorer } from './matcher/score.js';
import { type Traits, traitsOf } from './matcher/traits.js';
import { wouldDecide } from './matcher/would-decide.js';

/** What `link` may be told. How common names are is learned from the contacts and profiles. */
export interface LinkOptions extends Omit<MatcherOptions, 'frequencies'> {
  /**
   * From this probability on a profile is linked. It is measured against all contacts and all who are not in the
   * list. Defaults to 0.6.
   */
  linkAt?: number;
  /**
   * Instead of `linkAt`: the share of links that must be right, as expected from the evidence; above 0.5 and below 1. As
   * many as that allows are linked, and none that is likelier wrong than right.
   */
  precision?: number;
  /**
   * The share of profiles that are of somebody in the list at all, from 0 to 1: most people who speak on a network are
   * in no list. Defaults to what the profiles themselves teach.
   */
  known?: number;
  /**
   * Whether handles and display names may link by themselves. Defaults to true: whoever links a list by its handles
   * asks for it.
   */
  trustHandles?: boolean;
}

/** Whom a profile stands for. */
export interface Linked<
  Contact extends SourceRecordDraft = SourceRecordDraft,
  Profile extends SourceRecordDraft = SourceRecordDraft,
> {
  profile: Profile;
  /** The contact that fits best; absent when none does. */
  contact?: Contact;
  /** That the profile is this contact's, and no other's and nobody's outside the list. */
  probability: number;
  decision: 'link' | 'review' | 'none';
  evidence: Evidence[];
}

/** Whose profiles are whose, and what is expected of that. */
export interface Linkage<
  Contact extends SourceRecordDraft = SourceRecordDraft,
  Profile extends SourceRecordDraft = SourceRecordDraft,
> {
  /** One entry a profile, in their order. */
  links: Linked<Contact, Profile>[];
  /** The share of the links that is expected to be right, without knowing the truth; 1 where nothing is linked. */
  expectedPrecision: number;
  /** The probability from which profiles were linked; 1 where none promises the precision that was asked for. */
  linkAt: number;
  /** The share of profiles that are of somebody in the list, as declared or as learned from the profiles. */
  known: number;
  /**
   * Why a profile is a contact's or is not, of any two that were given.
   *
   * @throws KenningError `not-found` for one that was not given
   */
  why(profile: Profile, contact: Contact): LinkReason;
}

/** Why a profile is a contact's, or is not. */
export interface LinkReason {
  /** What each field says, in bits; a veto has none. What is for and what is against add up to `bits`. */
  evidence: Evidence[];
  /** How much likelier what was seen is for this contact than for anybody, in bits. */
  bits: number;
  /** How many are needed for a link, against the other candidates, and those who are in no list. */
  needed: number;
  /** Which of the candidates it is, from 1 for the best; absent where nothing brings the two together. */
  rank?: number;
  /** What is not known of the two, and how it would have to come out for them to be decided otherwise. */
  wouldDecide: Evidence[];
}

interface Candidate {
  contact: number;
  judgment: Judgment;
  /** How much likelier what was seen is for this contact than for anybody, in bits. */
  bits: number;
}

const linkOptions = z
  .strictObject({
    ...matcherShape,
    frequencies: z.never().optional(),
    precision: z.number().gt(0.5).lt(1).optional(),
    known: z.number().min(0).max(1).optional(),
  })
  .refine(
    ({ linkAt, precision }) => linkAt === undefined || precision === undefined,
    'takes linkAt or precision, not both',
  );
/** From this probability on a profile is linked where nothing else is asked for. */
const usualLinkAt = 0.6;
/** Candidates that are nearer to each other than this fit alike, in bits. */
const tieWithin = 2;

/**
 * Finds for each profile the contact whose it is, if any. A profile has one person, so its candidates compete with
 * each other and with everybody who is not in the list; how many profiles have their person in it is estimated from the
 * profiles themselves. A contact may have many profiles.
 *
 * @returns one entry a profile, in their order.
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * for (const { profile, contact, decision } of link(contacts, profiles)) if (decision === 'link') enrich(contact,
 * profile);
 */
export function link<Contact extends SourceRecordDraft, Profile extends SourceRecordDraft>(
  contacts: Iterable<Contact>,
  profiles: Iterable<Profile>,
  options: LinkOptions = {},
): Linked<Contact, Profile>[] {
  return linkage(contacts, profiles, options).links;
}

/**
 * Links as {@link link} does, and says what is expected of the links: how many of them are right, and how many profiles
 * are of somebody in the list at all. The latter is learned by expectation maximization over what speaks for the
 * candidates of each profile.
 *
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const { links, expectedPrecision, known } = linkage(contacts, profiles, { precision: 0.99 });
 */
export function linkage<Contact extends SourceRecordDraft, Profile extends SourceRecordDraft>(
  contacts: Iterable<Contact>,
  profiles: Iterable<Profile>,
  options: LinkOptions = {},
): Linkage<Contact, Profile> {
  const {
    linkAt: askedFrom = usualLinkAt,
    precision,
    known: declared,
    reviewAt = 0.5,
    trustHandles = true,
    ...rest
  } = checked(linkOptions, options, 'link') as LinkOptions;
  const list = [...contacts];
  const given = [...profiles];
  const traits = withoutShared(list.map((contact) => traitsOf(contact, rest)));
  const accounts = given.map((profile) => traitsOf(profile, rest));
  const model = fixedModel(list.length);
  const compare = comparer(alsoCounting(frequenciesOf(traits), accounts));
  const by: Judge = { compare, model, scorer: scorer(model), linkAt: askedFrom, reviewAt, trustHandles };
  const found = accounts.map(candidateFinder(traits, by));
  const bits = found.map((candidates) => candidates.map((candidate) => candidate.bits));
  const known = declared ?? shareInside(bits, model.population);
  const probabilities = bits.map((one) => posterior(one, known, model.population).best);
  // Whether it may be linked at all is the judge's word; how likely it is depends on the list.
  const mayLink = ([best]: readonly Candidate[]): boolean =>
    best !== undefined && (trustHandles || best.judgment.outcome === 'link');
  const linkable = probabilities.filter((_, place) => mayLink(found[place] as Candidate[]));
  const linkAt = precision === undefined ? askedFrom : probabilityFor(linkable, precision);
  const links = given.map((profile, place): Linked<Contact, Profile> => {
    const candidates = found[place] as Candidate[];
    const [best] = candidates;
    if (!best) return { profile, probability: 0, decision: 'none', evidence: [] };
    const probability = probabilities[place] as number;
    const isReviewed = probability >= Math.min(reviewAt, linkAt) || isTie(candidates);
    const decision = probability >= linkAt && mayLink(candidates) ? 'link' : isReviewed ? 'review' : 'none';
    const contact = list[best.contact] as Contact;
    return { profile, contact, probability, decision, evidence: best.judgment.evidence };
  });
  const linked = linkable.filter((probability) => probability >= linkAt);
  const why = (profile: Profile, contact: Contact): LinkReason => {
    const [account, place] = [given.indexOf(profile), list.indexOf(contact)];
    if (account < 0 || place < 0) throw new KenningError('not-found', 'This profile or contact was not given.');
    const [ours, theirs] = [accounts[account] as Traits, traits[place] as Traits];
    const candidates = found[account] as Candidate[];
    const rank = candidates.findIndex((candidate) => candidate.contact === place);
    const { evidence, weight, outcome } = judge(ours, theirs, by);
    const others = candidates.filter((_, at) => at !== rank).map((candidate) => candidate.bits);
    const needed = bitsFor(linkAt, others, known, model.population);
    return {
      evidence,
      bits: weight - model.prior,
      needed,
      ...(rank >= 0 && { rank: rank + 1 }),
      wouldDecide:
        outcome === 'veto'
          ? []
          : wouldDecide(compare(ours, theirs), {
              ...{ scorer: by.scorer, model, cut: needed + model.prior },
              party: contact.party,
            }),
    };
  };
  return { links, expectedPrecision: expectedPrecision(linked), linkAt, known, why };
}

/** Whether another fits about as well as one that would be linked. */
const isTie = ([best, second]: readonly Candidate[]): boolean =>
  best?.judgment.outcome === 'link' && second !== undefined && best.bits - second.bits < tieWithin;

/** Finds and judges the candidates of a profile, the best first. */
function candidateFinder(contacts: readonly Traits[], by: Judge): (profile: Traits) => Candidate[] {
  const index = candidateIndex(contacts);
  return (profile) => {
    const candidates: Candidate[] = [];
    for (const contact of profile.record.own ? [] : index.find(profile)) {
      const judgment = judge(profile, contacts[contact] as Traits, by);
      if (judgment.outcome !== 'veto' && !contacts[contact]?.record.own)
        candidates.push({ contact, judgment, bits: judgment.weight - by.model.prior });
    }
    candidates.sort((left, right) => right.bits - left.bits || left.contact - right.contact);
    // What is less likely than chance hardly competes; the best stays, to be shown.
    return candidates.filter(({ bits }, rank) => rank === 0 || bits > 0);
  };
}
