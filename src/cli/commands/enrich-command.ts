import type { Command } from 'commander';
import { bluesky } from '../../channels/connectors/bluesky/index.js';
import { mastodon } from '../../channels/connectors/mastodon/index.js';
import { KenningError } from '../../core/errors.js';
import type { Contact } from '../../core/model/source-record.js';
import { enrich } from '../../enrich.js';
import type { Enriched } from '../../enrichment/enrichment.js';
import type { EnrichSources } from '../../enrichment/options.js';
import { confirm } from '../files/confirm.js';
import { type ContactFile, openContactFile, withColumns } from '../files/contact-file.js';
import { readInput } from '../files/input.js';
import { columnChoice, gathered, wholeNumber } from '../files/options.js';
import { checkOutput, writeTableFile, writeWholeFile } from '../files/output.js';
import { progress } from '../files/progress.js';
import { readList } from '../files/read-list.js';
import { type Terminal, terminal } from '../terminal.js';
import { describePlan, describeReport } from './describe-plan.js';
import { newColumns, profileTable } from './enriched-table.js';

interface EnrichFlags {
  out?: string;
  profiles?: string;
  journal?: string;
  suppress?: string;
  id?: string;
  column: Record<string, string>;
  ignore: string[];
  contact?: string;
  keepDays?: number;
  yes: boolean;
  dryRun: boolean;
  bluesky: string | boolean;
  mastodon: boolean;
  gravatar: boolean;
  sites: boolean;
  webfinger: boolean;
  atproto: boolean;
  names: boolean;
}

const examples = `
Examples:
  kenning enrich contacts.csv --dry-run
  kenning enrich contacts.csv --out enriched.csv --profiles profiles.csv --suppress do-not-look-up.txt
  kenning enrich contacts.csv --out enriched.csv --profiles profiles.csv --id "Record ID" --contact bot@acme.example --yes

It says first what it would ask, how long that takes and what it costs. Stopped at any point and run again, it goes on where
it was: answers are kept beside the output, in OUT.journal, for 30 days. GRAVATAR_API_KEY in the environment makes Gravatar
ten times as fast. Nothing is asked about rows that have opted out, nor about whom --suppress names: an address, a domain or
an id a line.

Output: the contacts as they were, with columns for each network behind; and
contact_id,network,profile_id,handle,url,probability,decision,proof,source,retrieved_at. The decision is link or review.`;

/** `kenning enrich`: which accounts do these contacts have? */
export function enrichCommand(program: Command, signal: AbortSignal): void {
  program
    .command('enrich')
    .argument('<contacts>', 'a table of contacts')
    .description('find the accounts of contacts on social networks')
    .option('--out <file>', 'write the contacts with what was found here')
    .option('--profiles <file>', 'write all accounts that were found here')
    .option('--journal <file>', 'keep answers here; else beside --out')
    .option('--suppress <file>', 'addresses, domains and ids of whom nothing is asked')
    .option('--id <column>', 'the column with the ids of the contacts')
    .option('--column <header=kind>', 'what a column holds (repeatable)', columnChoice, {})
    .option('--ignore <column>', 'a column that is not read (repeatable)', gathered, [])
    .option('--contact <address>', 'how owners of sites reach you; it stands in the User-Agent')
    .option('--keep-days <days>', 'how long answers are kept; else 30', wholeNumber)
    .option('--yes', 'start without asking', false)
    .option('--dry-run', 'only say what would be asked', false)
    .option('--bluesky <address>', 'another server that answers app.bsky.*', true)
    .option('--no-bluesky', 'do not ask Bluesky')
    .option('--no-mastodon', 'do not ask the servers of accounts of the fediverse')
    .option('--no-gravatar', 'do not ask Gravatar')
    .option('--no-sites', 'do not visit sites')
    .option('--no-webfinger', 'do not ask servers of addresses for accounts of the fediverse')
    .option('--no-atproto', 'do not ask domains for handles of the AT Protocol')
    .option('--no-names', 'do not search by name')
    .addHelpText('after', examples)
    .action(async (contacts: string, flags: EnrichFlags) => {
      const { json } = program.opts<{ json: boolean }>();
      await enrichFile(contacts, flags, terminal({ json, signal }));
    });
}

async function enrichFile(path: string, flags: EnrichFlags, screen: Terminal): Promise<void> {
  const { out, profiles, suppress, contact, keepDays } = flags;
  const journal = await checkOutputs(path, flags);
  const source = await openContactFile(path, screen);
  const { contacts, lines } = await readContacts(source, flags, screen);
  const tell = progress('contacts');
  const enrichment = enrich({
    contacts,
    sources: sourcesOf(flags),
    signal: screen.signal,
    onProgress: tell,
    ...(journal !== undefined && { journal }),
    ...(suppress !== undefined && { suppress: await readList('--suppress', suppress) }),
    ...(contact !== undefined && { contact }),
    ...(keepDays !== undefined && { keepDays }),
  });
  const plan = await enrichment.plan();
  if (flags.dryRun) {
    screen.print(describePlan(plan), plan);
    return;
  }
  screen.say(describePlan(plan));
  if (plan.services.length > 0 && !flags.yes && !(await confirm('Start?', '--yes, or --dry-run', screen))) return;
  const found = await enrichment.run();
  tell.end();
  if (profiles !== undefined) await writeTableFile(profiles, profileTable(found.profiles), screen.signal);
  if (out !== undefined) await writeWholeFile(out, [enrichedBytes(source, found, lines)], screen.signal);
  screen.print(describeReport(found.report), found.report);
}

/** Where the journal is; undefined where nothing is written. */
async function checkOutputs(
  path: string,
  { out, profiles, journal, dryRun }: EnrichFlags,
): Promise<string | undefined> {
  if (out === undefined && profiles === undefined && !dryRun)
    throw new KenningError('invalid', 'Name a file for the result: --out, --profiles or both. --dry-run needs none.');
  const kept = journal ?? (out ?? profiles)?.concat('.journal');
  if (out !== undefined) await checkOutput('--out', out, [path]);
  if (profiles !== undefined) await checkOutput('--profiles', profiles, [path, ...(out ? [out] : [])]);
  if (kept !== undefined)
    await checkOutput('--journal', kept, [path, ...[out, profiles].filter((one) => one !== undefined)]);
  return kept;
}

/** The contacts of a file, and on which line each begins. Of rows with one id the first counts. */
async function readContacts(source: ContactFile, flags: EnrichFlags, screen: Terminal) {
  const input = await readInput(
    source,
    {
      kind: 'contact',
      needs: ['name', 'given-name', 'family-name', 'email', 'handle:', 'website', 'organization'],
      flag: '--column',
      columns: flags.column,
      ignore: flags.ignore,
      id: flags.id,
      label: ({ line }) => line,
    },
    screen,
  );
  const lines = new Map<string, number>();
  const contacts: Contact[] = [];
  for (const [place, record] of input.records.entries()) {
    const [line, first] = [input.labels[place] as number, lines.get(record.externalId)];
    if (first !== undefined) {
      screen.say(
        `${source.path}, line ${line}, was left out: its id is that of line ${first}. Name the right column with --id.`,
      );
      continue;
    }
    lines.set(record.externalId, line);
    contacts.push({ ...record, kind: 'contact' });
  }
  return { contacts, lines };
}

function sourcesOf(flags: EnrichFlags): EnrichSources {
  const key = process.env.GRAVATAR_API_KEY;
  const { gravatar, sites, webfinger, atproto, names } = flags;
  const service = typeof flags.bluesky === 'string' ? { service: flags.bluesky } : {};
  return {
    networks: {
      ...(flags.bluesky !== false && { bluesky: bluesky(service) }),
      ...(flags.mastodon && { mastodon: (instance, fetch) => mastodon({ instance, fetch }) }),
    },
    gravatar: gravatar && key ? { key } : gravatar,
    sites,
    webfinger,
    atproto,
    names,
  };
}

function enrichedBytes({ file }: ContactFile, { profiles }: Enriched, lines: ReadonlyMap<string, number>): Uint8Array {
  const { columns, cells } = newColumns(profiles, file.header);
  const rows = new Map([...cells].map(([id, row]) => [lines.get(id) as number, row]));
  return withColumns(file, columns, rows);
}
