import { instantOf } from '../../../core/clock.js';
import type { Context } from '../../../core/context.js';
import type { CustomerId, InteractionId } from '../../../core/model/id.js';
import type { SourceRecord } from '../../../core/model/source-record.js';
import { entryByKey, outboxKeyLock } from '../../../core/outbox/enqueue.js';
import type { Store } from '../../../core/store/store.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import type { CrmEntry } from '../../write-back/crm-entry.js';
import { crmContactOf } from '../../write-back/crm-people.js';
import { enqueueEntry } from '../../write-back/enqueue-entry.js';
import { ourPartIn, type TermsGate } from '../../write-back/terms-gate.js';
import { type KnownIn, knownIn } from '../fields/field-sides.js';
import { authorFacts } from './author-facts.js';
import { type AuthorFacts, applies, type CreateRule } from './create-rule.js';
import { caseKey } from './open-case.js';

export interface CreatingByRule {
  store: Store;
  context: Context;
  crms: Readonly<Record<string, CrmAdapter>>;
  rules: readonly CreateRule[];
  gate: TermsGate;
  report: CreateReport;
}

export interface CreateReport {
  /** Contacts, leads and cases that were put into the outbox, by the name of the rule. */
  created: Record<string, number>;
  /** What a rule would have made and its cap for the day did not let it. */
  capped: Record<string, number>;
  /** How often a rule's function threw, which makes nobody a contact. */
  broken: Record<string, number>;
  /** What terms forbid to write, by the name of the term. */
  refused: Record<string, number>;
}

/** Asks the rules about something that was said. */
export async function createByRule(creating: CreatingByRule, interaction: InteractionId): Promise<void> {
  const { store, crms, rules } = creating;
  const known = rules.length > 0 ? await authorFacts(store, interaction) : undefined;
  if (!known) return;
  const { facts, customer } = known;
  const seen = await knownIn(store, crms, customer);
  for (const rule of rules) {
    const isKnown = seen.contacts.has(rule.in);
    if (isKnown !== (rule.create === 'case') || !isMeant(creating, rule, facts)) continue;
    const permission = await permissionOf(creating, rule, facts);
    if (!permission.permitted) count(creating.report.refused, permission.term);
    else await enqueueCreation(creating, rule, facts, customer, seen);
  }
}

function isMeant({ report }: CreatingByRule, rule: CreateRule, facts: AuthorFacts): boolean {
  try {
    return applies(rule, facts);
  } catch {
    count(report.broken, rule.name);
    return false;
  }
}

async function permissionOf({ store, gate }: CreatingByRule, { create }: CreateRule, facts: AuthorFacts) {
  if (create === 'case') return gate.activity(facts.interaction, await ourPartIn(store, facts.interaction));
  return gate.identifiers(facts.profile);
}

async function enqueueCreation(
  { store, context, report }: CreatingByRule,
  rule: CreateRule,
  { interaction, profile }: AuthorFacts,
  customer: CustomerId,
  seen: KnownIn,
): Promise<void> {
  const { name, create, in: crm, perDay } = rule;
  const key = create === 'case' ? await caseKey(store, crm, interaction) : `create ${crm} ${customer}`;
  const day = `rule ${name} ${instantOf(context.clock).slice(0, 10)}`;
  const outcome = await store.transaction(async (transaction) => {
    await transaction.lock(() => [`rule ${name}`, outboxKeyLock(key)]);
    if (await entryByKey(transaction, key)) return undefined;
    const used =
      ((await transaction.get('checkpoints', { name: day }))?.data as { used: number } | undefined)?.used ?? 0;
    if (used >= perDay) return 'capped' as const;
    await transaction.put('checkpoints', { name: day, data: { used: used + 1 } });
    const entry = entryFor(rule, interaction.id, profile, seen);
    await enqueueEntry(transaction, context, { crm, key, entry, by: `rule ${name}`, about: [profile.id] });
    return 'created' as const;
  });
  if (outcome) count(report[outcome], name);
}

function entryFor(
  { create, in: crm, name, priority }: CreateRule,
  interaction: InteractionId,
  profile: SourceRecord,
  { contacts }: KnownIn,
): Extract<CrmEntry, { verb: 'create' | 'open-case' }> {
  const [contact] = contacts.get(crm) ?? [];
  if (create === 'case' && contact)
    return { verb: 'open-case', contact: crmContactOf(contact), interaction, ...(priority && { priority }) };
  return { verb: 'create', as: create === 'lead' ? 'lead' : 'contact', profile: profile.id, rule: name };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
