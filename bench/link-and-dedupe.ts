import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contact, Profile } from '../src/core/model/source-record.js';
import { dedupe } from '../src/identity/dedupe.js';
import { type Evaluation, evaluateClusters, evaluateLinks } from '../src/identity/evaluate.js';
import { link } from '../src/identity/link.js';
import { type Bench, type Figure, rounded, timed } from './figure.js';
import { duplicates, duplicatesFiles, sharedFile, sharedRecords } from './shared-files.js';

function figuresOf(name: string, seconds: number, { precision, recall, f1 }: Evaluation): Figure[] {
  return [
    { what: `${name}, precision`, value: rounded(precision, 4), unit: '' },
    { what: `${name}, recall`, value: rounded(recall, 4), unit: '' },
    { what: `${name}, F1`, value: rounded(f1, 4), unit: '' },
    { what: `${name}, time`, value: rounded(seconds, 2), unit: 's' },
  ];
}

/**
 * Precision, recall, F1 and seconds of `link` and `dedupe` on the shared files, and of the commands as a whole, from the
 * start of the process to the written file. Files that are missing say so.
 */
export const linkAndDedupe: Bench = async () => [
  ...(await measureLink()),
  ...(await measureDedupe()),
  ...(await measureCommands()),
];

const contactsFile = 'social/legislators-contacts.csv';
const profilesFile = 'social/legislators-profiles.csv';

async function measureLink(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const [contactsPath, profilesPath] = [sharedFile(contactsFile), sharedFile(profilesFile)];
  if (!contactsPath || !profilesPath) {
    console.warn('social/legislators-*.csv: skipped, not there');
    return figures;
  }
  const everybody = await sharedRecords<Contact>(contactsPath, 'contact');
  const profiles = await sharedRecords<Profile>(profilesPath, 'profile', 'true_contact_id');
  // All contacts, then every second and every twentieth: most lists lack most profiles' people.
  for (const every of [1, 2, 20]) {
    const contacts = everybody.records.filter((_, index) => index % every === 0);
    const kept = new Set(contacts.map(({ externalId }) => externalId));
    const { result, seconds } = await timed(() => link(contacts, profiles.records, { country: 'US' }));
    const found = result.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined));
    const truth = profiles.truth.map((id) => (kept.has(id) ? id : undefined));
    figures.push(...figuresOf(`link legislators, 1 contact in ${every}`, seconds, evaluateLinks(found, truth)));
  }
  return figures;
}

async function measureDedupe(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const file of duplicatesFiles) {
    const read = await duplicates(file);
    if (!read) {
      console.warn(`${file.file}: skipped, not there`);
      continue;
    }
    const { result, seconds } = await timed(() => dedupe(read.records));
    const found = result.map(({ cluster }) => cluster);
    figures.push(...figuresOf(`dedupe ${file.file}`, seconds, evaluateClusters(found, read.truth)));
  }
  return figures;
}

const commands: readonly { name: string; files: readonly string[]; flags: readonly string[] }[] = [
  { name: 'kenning link', files: [contactsFile, profilesFile], flags: ['--truth', 'true_contact_id'] },
  {
    name: 'kenning dedupe',
    files: ['people/fake_20000.csv'],
    flags: ['--id', 'unique_id', '--truth', 'group'],
  },
];

async function measureCommands(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const bin = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'kenning-bench-'));
  try {
    for (const { name, files, flags } of commands) {
      const paths = files.map(sharedFile).filter((path) => path !== undefined);
      if (paths.length < files.length) continue;
      const [word = ''] = name.split(' ').slice(1);
      const words = [bin, word, ...paths, ...flags, '--json', '--out', join(folder, `${word}.csv`)];
      const { result, seconds } = await timed(() =>
        execFileSync(process.execPath, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
      const { evaluation } = JSON.parse(result) as { evaluation: Evaluation };
      figures.push(...figuresOf(`the command ${name}`, seconds, evaluation));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return figures;
}
