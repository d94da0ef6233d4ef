import type { Command } from 'commander';
import type { Contact, Profile } from '../../core/model/source-record.js';
import { meaning } from '../../core/table/columns/cell-values.js';
import { type Column, columnPlace, findColumn } from '../../core/table/columns/detect-columns.js';
import type { RecordRow } from '../../core/table/read-records.js';
import { evaluateLinks } from '../../identity/evaluate.js';
import { type Linked, linkage } from '../../identity/link.js';
import type { PhoneCountry } from '../../identity/normalize/phone.js';
import { atOnce } from '../files/at-once.js';
import { deliver } from '../files/deliver.js';
import { type OpenedTable, openTable, readInput, warnOfRepeatedIds } from '../files/input.js';
import { columnChoice, country, gathered, probability } from '../files/options.js';
import { checkOutput } from '../files/output.js';
import { type Terminal, terminal } from '../terminal.js';

interface LinkFlags {
  out?: string;
  contactColumn: Record<string, string>;
  profileColumn: Record<string, string>;
  id?: string;
  ignore: string[];
  truth?: string;
  country?: string;
  threshold?: number;
  precision?: number;
  known?: number;
  reviewAt?: number;
}

/** What a profile is called in the output: as its file calls it. */
interface ProfileLabel {
  network: string;
  handle: string;
}

const examples = `
Examples:
  kenning link contacts.csv profiles.csv --out links.csv
  kenning link contacts.csv profiles.csv --contact-column "Handy=phone" --profile-column "Konto=handle"
  kenning link contacts.csv profiles.csv --id "Record ID" --country DE --json
  kenning link contacts.csv profiles.csv --precision 0.99 --out links.csv
  kenning link contacts.csv profiles.csv --truth true_contact_id --out links.csv

Output: network,handle,contact_id,probability,decision, parted as CONTACTS is; one row a profile, in their order. The decision is link, review
or none. Under review the contact is the one that fits best.`;

/** `kenning link`: whose profiles are these? */
export function linkCommand(program: Command, signal: AbortSignal): void {
  program
    .command('link')
    .argument('<contacts>', 'a table of contacts')
    .argument('<profiles>', 'a table of profiles: networks and handles, or addresses of profiles')
    .description('find whose the profiles of a file are among the contacts of another')
    .option('--out <file>', 'write the links here; else to the standard output, as with -')
    .option('--contact-column <header=kind>', 'what a column of the contacts holds (repeatable)', columnChoice, {})
    .option('--profile-column <header=kind>', 'what a column of the profiles holds (repeatable)', columnChoice, {})
    .option('--id <column>', 'the column with the ids of the contacts')
    .option('--ignore <column>', 'a column of either file that is not read (repeatable)', gathered, [])
    .option('--truth <column>', 'a column of the profiles with the right contact, to report precision, recall and F1')
    .option('--country <code>', 'the country of phone numbers without a prefix, such as US', country)
    .option('--threshold <probability>', 'from here on a profile is linked; else 0.6', probability)
    .option('--precision <share>', 'the share of links that must be right, instead of --threshold', probability)
    .option('--known <share>', 'the share of profiles that are of a contact at all; else it is learned', probability)
    .option('--review-at <probability>', 'from here on a person should look; else 0.5', probability)
    .addHelpText('after', examples)
    .action(async (contacts: string, profiles: string, flags: LinkFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await linkFiles(contacts, profiles, flags, terminal({ json, signal }), json);
    });
}

async function linkFiles(
  contactsPath: string,
  profilesPath: string,
  flags: LinkFlags,
  screen: Terminal,
  json: boolean,
): Promise<void> {
  const { out, truth } = flags;
  if (out !== undefined && out !== '-') await checkOutput('--out', out, [contactsPath, profilesPath]);
  const [contactTable, profileTable] = [await openTable(contactsPath, screen), await openTable(profilesPath, screen)];
  const [ignoredContacts, ignoredProfiles] = ignoredIn([contactTable, profileTable], flags.ignore);
  const contacts = await readInput(
    contactTable,
    {
      kind: 'contact',
      needs: ['name', 'given-name', 'family-name', 'email', 'phone', 'handle:', 'website', 'organization'],
      flag: '--contact-column',
      columns: flags.contactColumn,
      ignore: ignoredContacts as string[],
      id: flags.id,
      label: ({ draft }) => draft.externalId,
    },
    screen,
  );
  const profiles = await readInput(
    profileTable,
    {
      kind: 'profile',
      needs: ['handle', 'handle:', 'account-id', 'website', 'email', 'name'],
      flag: '--profile-column',
      columns: flags.profileColumn,
      ignore: ignoredProfiles as string[],
      truth,
      label: labelOf,
    },
    screen,
  );
  warnOfRepeatedIds(contacts.labels, contactsPath, screen);
  screen.say(`Linking ${profiles.records.length} profiles to ${contacts.records.length} contacts …`);
  const linkAll = () =>
    linkage(contacts.records as Contact[], profiles.records as Profile[], {
      ...(flags.country !== undefined && { country: flags.country as PhoneCountry }),
      ...(flags.threshold !== undefined && { linkAt: flags.threshold }),
      ...(flags.precision !== undefined && { precision: flags.precision }),
      ...(flags.known !== undefined && { known: flags.known }),
      ...(flags.reviewAt !== undefined && { reviewAt: flags.reviewAt }),
    });
  const { links, expectedPrecision, known: share } = await atOnce(linkAll, screen.signal);
  const known = new Set(contacts.labels);
  const evaluation =
    truth === undefined
      ? undefined
      : evaluateLinks(
          links.map(({ decision, contact }) => (decision === 'link' ? contact?.externalId : undefined)),
          profiles.truth.map((id) => (known.has(id) ? id : undefined)),
        );
  const count = (decision: Linked['decision']): number => links.filter((one) => one.decision === decision).length;
  const counts = { link: count('link'), review: count('review'), none: count('none') };
  screen.say(`${counts.link} linked, ${counts.review} for review, ${counts.none} without a contact.`);
  screen.say(
    `About ${percent(1 - expectedPrecision)} of the links are expected to be wrong; ${percent(share)} of the profiles are taken to be of a contact of the list.`,
  );
  await deliver(
    {
      header: ['network', 'handle', 'contact_id', 'probability', 'decision'],
      rows: rowsOf(links, profiles.labels),
      delimiter: contacts.delimiter,
      summary: {
        contacts: contacts.records.length,
        profiles: profiles.records.length,
        ...counts,
        expectedPrecision,
        known: share,
      },
      listed: 'links',
      evaluation,
      inputs: [contacts, profiles],
    },
    { out, json, screen },
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Which of the columns to leave out are in which file; one that is in none is an error. */
function ignoredIn(tables: readonly OpenedTable[], ignore: readonly string[]): string[][] {
  const found = tables.map(({ table }) => ignore.filter((column) => findColumn(table.header, column) !== undefined));
  const header = tables.flatMap(({ table }) => table.header);
  const names = tables.map(({ path }) => path).join(' nor ');
  for (const column of ignore)
    if (!found.some((columns) => columns.includes(column))) columnPlace(header, column, `--ignore: neither ${names}`);
  return found;
}

function labelOf({ cells, draft }: RecordRow, columns: readonly Column[]): ProfileLabel {
  const written = (kind: 'network' | 'handle'): string | undefined => {
    for (const column of columns) {
      const value = column.kind === kind ? meaning(cells[column.place]) : undefined;
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const own = draft.identifiers.find(({ kind }) => kind === 'handle' || kind === 'account-id');
  return { network: written('network') ?? own?.scope ?? '', handle: written('handle') ?? own?.value ?? '' };
}

function* rowsOf(links: readonly Linked[], labels: readonly ProfileLabel[]): Generator<string[], void, void> {
  for (const [place, { contact, probability, decision }] of links.entries()) {
    const { network, handle } = labels[place] as ProfileLabel;
    const id = decision === 'none' ? '' : (contact?.externalId ?? '');
    yield [network, handle, id, probability.toFixed(4), decision];
  }
}
