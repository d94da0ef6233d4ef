import { type Clock, instantOf } from '../core/clock.js';
import type { Contact } from '../core/model/source-record.js';
import { type Rejected, walk } from '../core/page.js';
import type { AuditReport, Staleness } from './audit/audit-report.js';
import type { AuditTools } from './audit/audit-tools.js';
import { checkAttributes } from './audit/check-attributes.js';
import { checkIdentifiers } from './audit/check-identifiers.js';
import { DuplicateSample } from './audit/duplicate-sample.js';
import { type ContactHistory, readHistory } from './audit/history.js';
import type { AuditFinding, ProblemName } from './audit/problems.js';
import { SharedValues } from './audit/shared-values.js';
import { Tally } from './audit/tally.js';
import type { CrmAdapter } from './crm-adapter.js';

export interface AuditOptions {
  adapter: CrmAdapter;
  tools: AuditTools;
  clock: Clock;
  /** Contacts among which duplicates are looked for; of more a part is taken and the number estimated. Defaults to 50,000. */
  compareAtMost?: number;
  /** Told of each finding as it is made. Is waited for. */
  onFinding?: (finding: AuditFinding) => void | Promise<void>;
  /** Told how many contacts were read. */
  onProgress?: (contacts: number) => void;
  signal?: AbortSignal;
}

const staleMonths = 18;
const stages = [6, 12, staleMonths, 36];
const monthMs = (365.25 / 12) * 24 * 60 * 60 * 1000;

/**
 * Looks through every contact of a CRM and says how its data stands: what is filled in, wrong, contradictory, stale or there
 * twice, and what to mend first. It writes nothing.
 *
 * Contacts are read page by page and not kept, but for their ids, hashes of what must be theirs alone, and the part among which
 * duplicates are looked for.
 *
 * @example
 * const report = await audit({ adapter, tools, clock, onFinding: (finding) => console.log(finding) });
 * console.log(report.problems[0]); // what to mend first
 */
export async function audit(options: AuditOptions): Promise<AuditReport> {
  const { adapter, tools, clock, onFinding, onProgress, signal } = options;
  const at = instantOf(clock);
  const history = await readHistory(adapter, signal);
  const tally = new Tally();
  const shared = new SharedValues(tools);
  const duplicates = new DuplicateSample(tools, options.compareAtMost ?? 50_000);
  const ages = new Ages(history, at);
  let unreadable = 0;
  const tell = async (found: readonly AuditFinding[]) => {
    for (const finding of found) {
      const waiting = onFinding?.(finding);
      if (waiting) await waiting;
    }
  };
  for await (const { items, rejected } of walk((page) => adapter.contacts(page), { ...(signal && { signal }) })) {
    for (const item of items) {
      if (item.type !== 'contact' || item.contact.own) continue;
      const { contact } = item;
      const found = [...checks(contact, { tools, history, ages, today: at.slice(0, 10) })];
      tally.add(contact, found);
      await tell(found);
      for (const one of shared.findings(contact)) {
        tally.note([one.finding], one.owner);
        await tell([one.finding]);
      }
      duplicates.add(contact);
    }
    unreadable += rejected.length;
    const unread = rejected.map(unreadableOf);
    for (const finding of unread) tally.note([finding]);
    await tell(unread);
    onProgress?.(tally.contacts);
  }
  signal?.throwIfAborted();
  const twice: AuditFinding[] = [];
  const estimate = duplicates.estimate((contact, hint) =>
    twice.push({ contact, field: 'contact', problem: 'duplicate', hint }),
  );
  for (const finding of twice) tally.note([finding]);
  tally.expect('duplicate', estimate.expected);
  await tell(twice);
  return {
    at,
    contacts: tally.contacts,
    organizations: tally.organizations,
    withProblems: tally.withProblems,
    unreadable,
    fill: [...tally.filled].map(([field, filled]) => ({ field, filled })),
    problems: tally.problems(),
    owners: tally.owners(),
    duplicates: estimate,
    staleness: ages.result(),
  };
}

interface Checking {
  tools: AuditTools;
  history: ContactHistory;
  ages: Ages;
  today: string;
}

function* checks(contact: Contact, { tools, history, ages, today }: Checking): Generator<AuditFinding> {
  const { externalId, attributes } = contact;
  const of = (field: string, problem: ProblemName): AuditFinding => ({ contact: externalId, field, problem });
  for (const found of checkIdentifiers(contact, tools)) yield { contact: externalId, ...found };
  for (const found of checkAttributes(contact, tools, today)) yield { contact: externalId, ...found };
  if (ages.isStale(contact)) yield of('observedAt', 'stale');
  const isCustomer = attributes.lifecycleStage?.trim().toLowerCase() === 'customer';
  if (isCustomer && history.withDeals && !history.withDeals.has(externalId))
    yield of('lifecycleStage', 'customer-without-deal');
}

function unreadableOf({ at, reason }: Rejected): AuditFinding {
  return { contact: (at ?? '').slice(0, 200), field: '', problem: 'unreadable', hint: reason.slice(0, 200) };
}

/** Counts how long ago contacts were changed or spoken with. One that does not say when it was changed says that of now. */
class Ages {
  readonly #history: ContactHistory;
  readonly #now: number;
  readonly #counts = stages.map(() => 0);
  #known = 0;

  constructor(history: ContactHistory, now: string) {
    this.#history = history;
    this.#now = Date.parse(now);
  }

  isStale({ externalId, observedAt }: Contact): boolean {
    const changed = Date.parse(observedAt);
    const spoken = this.#history.spokenWith.get(externalId) ?? 0;
    if (!(changed < this.#now) && spoken === 0) return false;
    this.#known += 1;
    const last = changed < this.#now ? Math.max(changed, spoken) : spoken;
    const months = (this.#now - last) / monthMs;
    for (const [place, stage] of stages.entries())
      if (months >= stage) this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    return months >= staleMonths;
  }

  result(): Staleness {
    return {
      known: this.#known,
      over: stages.map((months, place) => ({ months, contacts: this.#counts[place] ?? 0 })),
    };
  }
}
