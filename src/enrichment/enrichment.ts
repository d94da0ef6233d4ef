import type { ErrorCode } from '../core/errors.js';
import type { Instant } from '../core/model/instant.js';
import { handleOf } from './candidate.js';
import type { Decided, Proof } from './decide.js';
import { keptIn, type LiveDesk, liveDesk } from './desk.js';
import { investigate } from './investigate.js';
import { type Journal, memoryJournal } from './journal.js';
import type { SourceName } from './lead.js';
import type { EnrichOptions } from './options.js';
import { type EnrichmentPlan, planOf } from './plan.js';
import { type Round, roundOf, type Setting, settingOf } from './setting.js';
import { type Investigated, settle } from './settle.js';

/** An account that is a contact's, or may be. */
export interface FoundProfile {
  contactId: string;
  network: string;
  /** The network's id of it; its handle where the network was not asked. */
  profileId: string;
  handle: string;
  /** Where people can look at it; empty when that was not told. */
  url: string;
  probability: number;
  decision: 'link' | 'review';
  proof?: Proof;
  /** The most trusted source that told of it. */
  source: SourceName;
  /** When it was retrieved; absent where the row alone tells of it. */
  retrievedAt?: Instant;
}

export interface EnrichmentReport {
  contacts: number;
  /** Contacts of whom nothing was asked, by the list and by their own word. */
  suppressed: number;
  optedOut: number;
  linked: number;
  forReview: number;
  /** What was asked now, by service; what was known before is not in it. */
  services: Record<string, { calls: number; failed: Partial<Record<ErrorCode, number>> }>;
  /** Networks whose terms forbade it, with the term. */
  refused: Record<string, string>;
  /** Look-ups that got no answer; running it again asks them again. */
  unanswered: number;
}

export interface Enriched {
  profiles: FoundProfile[];
  report: EnrichmentReport;
}

/** See {@link enrich}. */
export interface Enrichment {
  /** What would be asked: calls, hours and money by service. Nothing is asked for it. */
  plan(): Promise<EnrichmentPlan>;
  /** @throws KenningError `invalid` or `storage-busy` for a journal that can not be used. What failed outside is in the report. */
  run(): Promise<Enriched>;
}

/** See {@link enrich}; loaded by it. */
export function enrichment(options: EnrichOptions): Enrichment {
  const setting = settingOf(options);
  let read: Promise<Round> | undefined;
  const round = () => {
    read ??= roundOf(options.contacts, setting);
    return read;
  };
  return {
    async plan() {
      const entries = await entriesOf(options.journal);
      const { answers } = await keptIn({ entries: () => entries }, setting.clock.now());
      return planOf(await round(), answers, setting, options);
    },
    run: () => withJournal(options.journal, async (journal) => run(await round(), journal, setting, options)),
  };
}

const usualKeepDays = 30;
const usualConcurrency = 8;

async function run(round: Round, journal: Journal, setting: Setting, options: EnrichOptions): Promise<Enriched> {
  const { keepDays = usualKeepDays, signal, onProgress } = options;
  const { resolver, clock, wait, suppressed } = setting;
  const desk = await liveDesk({ journal, clock, wait, keepDays, signal });
  const { subjects } = round;
  const all: Investigated[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let place = next++; place < subjects.length; place = next++) {
      const subject = subjects[place];
      if (!subject) return;
      all[place] = { subject, decided: await investigate(subject, { ...setting, desk }) };
      done += 1;
      onProgress?.(done, subjects.length);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency ?? usualConcurrency }, work));
  const visible = all.map(({ subject, decided }) => ({
    subject,
    decided: decided.filter(({ candidate }) => !suppressed.hides(candidate.profile)),
  }));
  const profiles = settle(visible, resolver).flatMap(({ subject, decided }) =>
    foundFor(subject.contact.externalId, decided),
  );
  // Of whom nothing is asked any more, nothing is kept.
  await journal.keepOnly(desk.keys);
  return { profiles, report: reportOf(round, profiles, desk, setting) };
}

function foundFor(contactId: string, decided: readonly Decided[]): FoundProfile[] {
  const found = decided.flatMap(({ candidate, network, profileId, decision, probability, proof }): FoundProfile[] => {
    if (decision === 'none') return [];
    const { profile, source, at, url } = candidate;
    const handle = handleOf(profile);
    return [
      {
        contactId,
        network,
        profileId,
        handle: handle ? named(handle) : '',
        url: profile.permalink ?? url ?? '',
        probability: Math.round(probability * 1e4) / 1e4,
        decision,
        ...(proof && { proof }),
        source,
        ...(at && { retrievedAt: at }),
      },
    ];
  });
  const rank = ({ decision, probability }: FoundProfile) => (decision === 'link' ? 2 : 0) + probability;
  return found.sort(
    (a, b) => rank(b) - rank(a) || (`${a.network} ${a.profileId}` < `${b.network} ${b.profileId}` ? -1 : 1),
  );
}

/** A handle of a network of many servers brings its server along. */
function named({ scope, value }: { scope: string; value: string }): string {
  const server = scope.split('/')[1];
  return server && !value.includes('@') ? `${value}@${server}` : value;
}

function reportOf(
  { contacts, suppressed, optedOut }: Round,
  profiles: readonly FoundProfile[],
  { asked }: LiveDesk,
  { gate }: Setting,
): EnrichmentReport {
  const failures = [...asked.values()].flatMap(({ failed }) => Object.values(failed));
  return {
    contacts,
    suppressed,
    optedOut,
    linked: profiles.filter(({ decision }) => decision === 'link').length,
    forReview: profiles.filter(({ decision }) => decision === 'review').length,
    services: Object.fromEntries([...asked].sort(([one], [other]) => (one < other ? -1 : 1))),
    refused: Object.fromEntries(gate.refusals),
    unanswered: failures.reduce((sum, count) => sum + count, 0),
  };
}

async function withJournal<Result>(journal: EnrichOptions['journal'], work: (journal: Journal) => Promise<Result>) {
  if (typeof journal !== 'string') return work(journal ?? memoryJournal());
  const { withFileJournal } = await import('./file-journal.js');
  return withFileJournal(journal, work);
}

async function entriesOf(journal: EnrichOptions['journal']) {
  if (typeof journal !== 'string') return journal?.entries() ?? [];
  return (await import('./file-journal.js')).entriesOf(journal);
}
