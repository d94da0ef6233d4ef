import type { Contact, Profile } from '../../src/core/model/source-record.js';
import { evaluateLinks } from '../../src/identity/evaluate.js';
import { link } from '../../src/identity/link.js';
import { type Figure, rounded } from '../figure.js';
import { sharedFile, sharedRecords } from '../shared-files.js';

/**
 * Measures linking handles to contacts: all contacts, then a random half and twentieth, in which most profiles have
 * nobody.
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
  for (const [share, seeds] of [
    [1, [1]],
    [0.5, [1, 2, 3, 4, 5]],
    [0.05, [1, 2, 3, 4, 5]],
  ] as const)
    for (const seed of seeds) {
      const random = numbers(seed);
      const contacts = everybody.records.filter(() => random() < share);
      const kept = new Set(contacts.map(({ externalId }) => externalId));
      const start = performance.now();
      const result = link(contacts, profiles.records, { country: 'US' });
      const seconds = (performance.now() - start) / 1000;
      const found = result.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined));
      const truth = profiles.truth.map((id) => (kept.has(id) ? id : undefined));
      const { precision, recall } = evaluateLinks(found, truth);
      const tell = (what: string, value: number, unit = ''): void => {
        figures.push({
          what: `social, ${share} of the contacts, seed ${seed}, ${what}`,
          value: rounded(value, 4),
          unit,
        });
      };
      tell('precision', precision);
      tell('recall', recall);
      tell('time', seconds, 's');
      if (share < 1) continue;
      for (const network of new Set(profiles.records.map(({ source }) => source))) {
        const of = <Item>(items: readonly Item[]) =>
          items.filter((_, index) => profiles.records[index]?.source === network);
        const part = evaluateLinks(of(found), of(truth));
        tell(`${network}, precision`, part.precision);
        tell(`${network}, recall`, part.recall);
      }
    }
  return figures;
}

/** Numbers from 0 to 1 that a seed gives (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
