import type { Contact, Profile } from '../../src/core/model/source-record.js';
import { evaluateLinks } from '../../src/identity/evaluate.js';
import { type Linkage, type LinkOptions, linkage } from '../../src/identity/link.js';
import { type Figure, rounded, timed } from '../figure.js';
import { type SharedRecords, sharedFile, sharedRecords } from '../shared-files.js';
import { recallAt } from './recall-at.js';

const asked = [0.95, 0.99];
/** Which points of the curve are told of each network. */
const curve = [0.95, 0.98, 0.99, 0.995];
const aims: Readonly<Record<string, { atLeast: number }>> = {
  linkedin: { atLeast: 0.95 },
  facebook: { atLeast: 0.75 },
  instagram: { atLeast: 0.75 },
  twitter: { atLeast: 0.7 },
};

/**
 * Measures linking handles to contacts: all contacts, then a random half and twentieth, in which most profiles have
 * nobody. Whether a promised precision was kept is told of each, and the curve of precision and recall of each network.
 */
export async function measureSocial(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const contactsPath = sharedFile('social/legislators-contacts.csv');
  const profilesPath = sharedFile('social/legislators-profiles.csv');
  if (!contactsPath || !profilesPath) {
    console.warn('social: skipped, not there');
    return figures;
  }
  const everybody = await sharedRecords<Contact>(contactsPath, 'contact');
  const profiles = await sharedRecords<Profile>(profilesPath, 'profile', 'true_contact_id');
  for (const [share, seeds, precision, recall] of [
    [1, [1], 0.99, 0.88],
    [0.5, [1, 2, 3, 4, 5], 0.98, 0.85],
    [0.05, [1, 2, 3, 4, 5], 0.95, 0.85],
  ] as const)
    for (const seed of seeds) {
      const random = numbers(seed);
      const contacts = everybody.records.filter(() => random() < share);
      const of = `social, ${share} of the contacts, seed ${seed}`;
      const measured = await measure(contacts, profiles);
      figures.push(
        { what: `${of}, precision`, value: measured.precision, unit: '', aim: { atLeast: precision } },
        { what: `${of}, recall`, value: measured.recall, unit: '', aim: { atLeast: recall } },
        { what: `${of}, time`, value: rounded(measured.seconds, 2), unit: 's' },
        { what: `${of}, share of profiles taken to be of a contact`, value: measured.known, unit: '' },
      );
      if (share === 1) figures.push(...curves(measured.found, profiles));
      for (const promised of asked) {
        const kept = await measure(contacts, profiles, { precision: promised });
        const aim = { atLeast: rounded(promised - 0.02, 4) };
        figures.push(
          { what: `${of}, precision where ${promised} was asked`, value: kept.precision, unit: '', aim },
          { what: `${of}, recall where ${promised} was asked`, value: kept.recall, unit: '' },
        );
      }
    }
  return figures;
}

interface Measured {
  precision: number;
  recall: number;
  known: number;
  seconds: number;
  found: Linkage<Contact, Profile>;
}

async function measure(
  contacts: readonly Contact[],
  profiles: SharedRecords<Profile>,
  options: LinkOptions = {},
): Promise<Measured> {
  const { result, seconds } = await timed(() => linkage(contacts, profiles.records, { country: 'US', ...options }));
  const kept = new Set(contacts.map(({ externalId }) => externalId));
  const { precision, recall } = evaluateLinks(
    result.links.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined)),
    profiles.truth.map((id) => (kept.has(id) ? id : undefined)),
  );
  return {
    precision: rounded(precision, 4),
    recall: rounded(recall, 4),
    known: rounded(result.known, 4),
    seconds,
    found: result,
  };
}

/** Of each network the recall at some precisions, over all thresholds; every profile's person is in the list. */
function curves({ links }: Linkage<Contact, Profile>, { truth }: SharedRecords<Profile>): Figure[] {
  const guesses = links.map(({ profile, contact, probability, decision }, place) => ({
    network: profile.source,
    probability,
    linked: decision === 'link',
    right: contact?.externalId === truth[place],
  }));
  return [...Map.groupBy(guesses, ({ network }) => network)].flatMap(([network, all]) => {
    const linked = all.filter((guess) => guess.linked);
    const right = linked.filter((guess) => guess.right).length;
    const points = curve.map((precision): Figure => {
      const aim = precision === 0.99 ? aims[network] : undefined;
      const value = rounded(recallAt(precision, all, all.length), 4);
      return { what: `social, ${network}, recall at precision ${precision}`, value, unit: '', ...(aim && { aim }) };
    });
    return [
      { what: `social, ${network}, precision`, value: rounded(right / Math.max(1, linked.length), 4), unit: '' },
      { what: `social, ${network}, recall`, value: rounded(right / all.length, 4), unit: '' },
      ...points,
    ];
  });
}

/** Numbers from 0 to 1 that a seed gives (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
