/*
 * Precision, recall, F1 and seconds of `link` and `dedupe` on the shared files; files that are missing are skipped and
 * say so.
 *
 *   npx esbuild bench/link-and-dedupe.ts --bundle --platform=node --format=esm --packages=external
 * --outfile=dist/bench.mjs
 *   KENNING_SHARED=../shared node dist/bench.mjs
 */
import { dedupe } from '../src/identity/dedupe.js';
import { type Evaluation, evaluateClusters, evaluateLinks } from '../src/identity/evaluate.js';
import { link } from '../src/identity/link.js';
import { duplicatesFiles, legislator, legislatorProfile, sharedRows } from './shared-files.js';

function timed<Result>(work: () => Result): { result: Result; seconds: number } {
  const start = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - start) / 1000 };
}

function report(name: string, seconds: number, { precision, recall, f1, true: pairs }: Evaluation): void {
  const [p, r, f] = [precision, recall, f1].map((share) => share.toFixed(4));
  console.log(`${name.padEnd(40)} precision ${p}  recall ${r}  F1 ${f}  ${seconds.toFixed(2)} s  of ${pairs}`);
}

function measureLink(): void {
  const contactRows = sharedRows('social/legislators-contacts.csv');
  const profileRows = sharedRows('social/legislators-profiles.csv');
  if (!contactRows || !profileRows) {
    console.log('social/legislators-*.csv: skipped, not there');
    return;
  }
  const profiles = profileRows.map(legislatorProfile);
  // All contacts, then every second and every twentieth: most lists lack most profiles' people.
  for (const every of [1, 2, 20]) {
    const contacts = contactRows.filter((_, index) => index % every === 0).map(legislator);
    const kept = new Set(contacts.map(({ externalId }) => externalId));
    const { result, seconds } = timed(() => link(contacts, profiles, { country: 'US' }));
    const found = result.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined));
    const truth = profileRows.map(({ true_contact_id: id }) => (id && kept.has(id) ? id : undefined));
    report(`link legislators, 1 contact in ${every}`, seconds, evaluateLinks(found, truth));
  }
}

function measureDedupe(): void {
  for (const { file, record, truth } of duplicatesFiles) {
    const rows = sharedRows(file);
    if (!rows) {
      console.log(`${file}: skipped, not there`);
      continue;
    }
    const records = rows.map(record);
    const { result, seconds } = timed(() => dedupe(records, { country: 'US' }));
    const found = result.map(({ cluster }) => cluster);
    report(`dedupe ${file}`, seconds, evaluateClusters(found, rows.map(truth)));
  }
}

measureLink();
measureDedupe();
