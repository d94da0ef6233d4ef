import type { Context } from '../core/context.js';
import { customerOf } from '../core/members.js';
import type { CustomerId, InteractionId } from '../core/model/id.js';
import type { OutboxEntry } from '../core/model/outbox-entry.js';
import type { SyncConflict } from '../core/model/sync-conflict.js';
import { readChanges } from '../core/read-changes.js';
import { everyPage } from '../core/store/every-page.js';
import type { Store } from '../core/store/store.js';
import type { CrmAdapter } from './crm-adapter.js';
import { answerConflict, type ConflictAnswer } from './sync/answer-conflict.js';
import { openConflicts } from './sync/conflicts.js';
import { type CreateReport, createByRule } from './sync/create/create-by-rule.js';
import { checkCreateRules } from './sync/create/create-rule.js';
import { type OpenCaseInput, openCase } from './sync/create/open-case.js';
import { type FieldProblem, type KnownFields, knownFields } from './sync/fields/field-problems.js';
import { type WholeFieldRule, wholeRules } from './sync/fields/field-rule.js';
import { knownIn } from './sync/fields/field-sides.js';
import { type FieldWrite, isShared, keepInStep, type Stepping } from './sync/fields/keep-in-step.js';
import { type MergePolicy, proposeMerges, withdrawMerges } from './sync/propose-merges.js';
import type { SyncRules } from './sync-rules.js';
import { type TermsOptions, termsGate } from './write-back/terms-gate.js';

/** What keeping CRMs in step came to. Nothing is sent yet: the outbox does that. */
export interface InStepReport extends CreateReport {
  /** Fields that are to be written. */
  writes: number;
  /** What a person must decide; `conflicts()` lists it. */
  conflicts: number;
  /** Fields that are not written to a CRM at all, and why. */
  problems: FieldProblem[];
}

/** What would be written, and nothing is. */
export interface SyncPreview {
  /** The first of them; `total` counts all. */
  writes: FieldWrite[];
  total: number;
  conflicts: SyncConflict[];
  problems: FieldProblem[];
}

export interface CrmSyncOptions extends TermsOptions {
  store: Store;
  context: Context;
  /** By names of the app's own. */
  crms: Readonly<Record<string, CrmAdapter>>;
  rules: SyncRules;
}

export interface CrmSync {
  readonly fields: readonly WholeFieldRule[];
  /**
   * Works off what changed since the last time. The place is kept; what is done again changes nothing.
   */
  bring(call?: { signal?: AbortSignal }): Promise<InStepReport>;
  preview(call?: { limit?: number; signal?: AbortSignal }): Promise<SyncPreview>;
  conflicts(listing?: { limit?: number; after?: string }): Promise<SyncConflict[]>;
  answerConflict(id: string, answer: ConflictAnswer, person: { by: string }): Promise<SyncConflict>;
  openCase(interaction: InteractionId, input: OpenCaseInput): Promise<OutboxEntry>;
}

const place = 'in step';
const changesAtOnce = 200;
const fieldsKnownForMs = 10 * 60_000;

/**
 * Keeps CRMs in step with each other, as rules say.
 *
 * @throws `invalid` for rules that name what is not there.
 */
export function crmSync(options: CrmSyncOptions): CrmSync {
  const { store, context, crms, rules } = options;
  const fields = wholeRules(rules.fields ?? [], Object.keys(crms));
  const create = rules.create ?? [];
  const merges = rules.merges ?? 'propose';
  checkCreateRules(create, crms);
  const gate = termsGate(options, context);
  const asText = JSON.stringify({ fields, merges });
  let asked: { at: number; known: KnownFields } | undefined;
  const steppingOf = async (signal?: AbortSignal): Promise<Stepping> => {
    const now = context.clock.now();
    // CRMs are not asked for their fields each minute.
    if (!asked || now - asked.at > fieldsKnownForMs)
      asked = { at: now, known: await knownFields(fields, crms, signal) };
    return { store, context, crms, rules: fields, known: asked.known };
  };

  return {
    fields,
    async bring({ signal } = {}) {
      const report: InStepReport = {
        writes: 0,
        conflicts: 0,
        problems: [],
        created: {},
        capped: {},
        broken: {},
        refused: {},
      };
      const batch = { customers: new Set<CustomerId>(), said: new Set<InteractionId>() };
      const work = async (after: number) => {
        const stepping = batch.customers.size > 0 ? await steppingOf(signal) : undefined;
        report.problems = stepping?.known.problems ?? report.problems;
        if (stepping) for (const customer of batch.customers) await bringCustomer(stepping, merges, customer, report);
        for (const id of batch.said) await createByRule({ store, context, crms, rules: create, gate, report }, id);
        batch.customers.clear();
        batch.said.clear();
        await store.transaction(async (transaction) => {
          await transaction.lock(() => [place]);
          if ((await placeOf(transaction)) < after)
            await transaction.put('checkpoints', { name: place, data: { after, rules: asText } });
        });
      };
      let changes = 0;
      let last = 0;
      for await (const change of readChanges(store, { after: await placeOf(store), ...(signal && { signal }) })) {
        if (change.type === 'record') batch.customers.add((await customerOf(store, change.record)) ?? change.customer);
        else if (change.type === 'merged') batch.customers.add(change.customer);
        else if (change.type === 'split') for (const customer of change.into) batch.customers.add(customer);
        else if (change.type === 'said' || change.type === 'signal') batch.said.add(change.interaction);
        last = change.sequence;
        changes += 1;
        if (changes % changesAtOnce === 0) await work(last);
      }
      if (last > 0) await work(last);
      return report;
    },
    async preview({ limit = 1000, signal } = {}) {
      const stepping = await steppingOf(signal);
      const found: SyncPreview = { writes: [], total: 0, conflicts: [], problems: stepping.known.problems };
      for (const { source } of Object.values(crms))
        for await (const rows of everyPage(store, 'records', 'ofSource', { source }, { ...(signal && { signal }) }))
          for (const { id } of rows) {
            const customer = await customerOf(store, id);
            const seen = customer && (await knownIn(store, crms, customer));
            // Each customer once, at its oldest contact.
            const ids = seen ? [...seen.contacts.values()].flat().map((contact) => contact.id) : [];
            if (!seen || !isShared(seen) || ids.sort()[0] !== id) continue;
            const { writes, conflicts } = await keepInStep(stepping, seen.customer, true);
            found.total += writes.length;
            found.writes.push(...writes.slice(0, Math.max(0, limit - found.writes.length)));
            found.conflicts.push(...conflicts, ...(await proposeMerges(stepping, seen, merges, true)));
          }
      return { ...found, conflicts: found.conflicts.slice(0, limit) };
    },
    conflicts: (listing) => openConflicts(store, listing),
    answerConflict: async (id, answer, { by }) => answerConflict(await steppingOf(), id, answer, by),
    openCase: (id, input) => openCase({ store, context, crms, gate }, id, input),
  };

  async function placeOf(reader: Pick<Store, 'get'>): Promise<number> {
    const data = (await reader.get('checkpoints', { name: place }))?.data as
      | { after: number; rules: string }
      | undefined;
    // By other rules everybody is to be looked at again.
    return data?.rules === asText ? data.after : 0;
  }
}

async function bringCustomer(
  stepping: Stepping,
  merges: MergePolicy,
  customer: CustomerId,
  report: InStepReport,
): Promise<void> {
  const seen = await knownIn(stepping.store, stepping.crms, customer);
  await withdrawMerges(stepping, seen);
  if (!isShared(seen)) return;
  const { writes, conflicts } = await keepInStep(stepping, customer);
  report.writes += writes.length;
  report.conflicts += conflicts.length + (await proposeMerges(stepping, seen, merges, false)).length;
}
