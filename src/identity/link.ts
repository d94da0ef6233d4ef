import { z } from 'zod';
import type { Evidence } from '../core/model/evidence.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import { candidateIndex } from './matcher/candidate-index.js';
import { comparer } from './matcher/compare.js';
import { alsoCounting, frequenciesOf } from './matcher/frequencies.js';
import { type Judge, type Judgment, judge } from './matcher/judge.js';
import { checked, type MatcherOptions, matcherShape } from './matcher/options.js';
import { withoutShared } from './matcher/poison.js';
import { posterior, shareInside } from './matcher/posteriors.js';
import { fixedModel, scorer } from './matcher/score.js';
import { type Traits, traitsOf } from './matcher/traits.js';

/** What `link` may be told. How common names are is learned from the contacts and profiles. */
export interface LinkOptions extends Omit<MatcherOptions, 'frequencies'> {
  /**
   * From this probability on a profile is linked. It is measured against all contacts and all who are not in the
   * list. Defaults to 0.6.
   */
  linkAt?: number;
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

interface Candidate {
  contact: number;
  judgment: Judgment;
  /** How much likelier what was seen is for this contact than for anybody, in bits. */
  bits: number;
}

const linkOptions = z.strictObject({ ...matcherShape, frequencies: z.never().optional() });
/** Candidates that are nearer to each other than this fit alike, in bits. */
const tieWithin = 2;

/**
 * Finds for each profile the contact whose it is, if any. A profile has one person, so its candidates compete with
 * each other and with
 * everybody who is not in the list; how many profiles have their person in it is estimated from the profiles
 * themselves.
 * A contact may have many profiles.
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
  const {
    linkAt = 0.6,
    reviewAt = 0.5,
    trustHandles = true,
    ...rest
  } = checked(linkOptions, options, 'link') as LinkOptions;
  const known = [...contacts];
  const given = [...profiles];
  const traits = withoutShared(known.map((contact) => traitsOf(contact, rest)));
  const accounts = given.map((profile) => traitsOf(profile, rest));
  const model = fixedModel(known.length);
  const compare = comparer(alsoCounting(frequenciesOf(traits), accounts));
  const find = candidateFinder(traits, { compare, model, scorer: scorer(model), linkAt, reviewAt, trustHandles });
  const found = accounts.map(find);
  const bits = found.map((candidates) => candidates.map((candidate) => candidate.bits));
  const share = shareInside(bits, model.population);
  return given.map((profile, place) => {
    const [best, second] = found[place] as Candidate[];
    if (!best) return { profile, probability: 0, decision: 'none', evidence: [] };
    const { best: probability } = posterior(bits[place] as number[], share, model.population);
    const links = best.judgment.outcome === 'link';
    // Whether it may be linked at all is the judge's word; how likely it is depends on the list.
    const isTie = links && second !== undefined && best.bits - second.bits < tieWithin;
    const decision =
      probability >= linkAt && (trustHandles || links)
        ? 'link'
        : probability >= Math.min(reviewAt, linkAt) || isTie
          ? 'review'
          : 'none';
    return {
      profile,
      contact: known[best.contact] as Contact,
      probability,
      decision,
      evidence: best.judgment.evidence,
    };
  });
}

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
