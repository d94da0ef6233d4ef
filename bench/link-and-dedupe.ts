import { dedupe } from '../src/identity/dedupe.js';
import { type Evaluation, evaluateClusters, evaluateLinks } from '../src/identity/evaluate.js';
import { link } from '../src/identity/link.js';
import { type Bench, type Figure, rounded, timed } from './figure.js';
import { duplicatesFiles, legislator, legislatorProfile, sharedRows } from './shared-files.js';

function figuresOf(name: string, seconds: number, { precision, recall, f1 }: Evaluation): Figure[] {
  return [
    { what: `${name}, precision`, value: rounded(precision, 4), unit: '' },
    { what: `${name}, recall`, value: rounded(recall, 4), unit: '' },
    { what: `${name}, F1`, value: rounded(f1, 4), unit: '' },
    { what: `${name}, time`, value: rounded(seconds, 2), unit: 's' },
  ];
}

/** Precision, recall, F1 and seconds of `link` and `dedupe` on the shared files. Those that are missing say so. */
export const linkAndDedupe: Bench = async () => [...(await measureLink()), ...(await measureDedupe())];

async function measureLink(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const contactRows = sharedRows('social/legislators-contacts.csv');
  const profileRows = sharedRows('social/legislators-profiles.csv');
  if (!contactRows || !profileRows) {
    console.warn('social/legislators-*.csv: skipped, not there');
    return figures;
  }
  const profiles = profileRows.map(legislatorProfile);
  // All contacts, then every second and every twentieth: most lists lack most profiles' people.
  for (const every of [1, 2, 20]) {
    const contacts = contactRows.filter((_, index) => index % every === 0).map(legislator);
    const kept = new Set(contacts.map(({ externalId }) => externalId));
    const { result, seconds } = await timed(() => link(contacts, profiles, { country: 'US' }));
    const found = result.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined));
    const truth = profileRows.map(({ true_contact_id: id }) => (id && kept.has(id) ? id : undefined));
    figures.push(...figuresOf(`link legislators, 1 contact in ${every}`, seconds, evaluateLinks(found, truth)));
  }
  return figures;
}

async function measureDedupe(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { file, record, truth } of duplicatesFiles) {
    const rows = sharedRows(file);
    if (!rows) {
      console.warn(`${file}: skipped, not there`);
      continue;
    }
    const records = rows.map(record);
    const { result, seconds } = await timed(() => dedupe(records, { country: 'US' }));
    const found = result.map(({ cluster }) => cluster);
    figures.push(...figuresOf(`dedupe ${file}`, seconds, evaluateClusters(found, rows.map(truth))));
  }
  return figures;
}
