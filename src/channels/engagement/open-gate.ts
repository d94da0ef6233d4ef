import { instantOf } from '../../core/clock.js';
import { recordOf } from '../../core/ingest/write-record.js';
import type { RecordId } from '../../core/model/id.js';
import type { Instant } from '../../core/model/instant.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { Policy } from '../../core/model/strategy.js';
import type { StoreReader } from '../../core/store/store.js';
import type { Kpi, Kpis } from '../../core/strategy/kpi.js';
import { policyOf } from '../../core/strategy/policy.js';
import { stageOf } from '../../core/strategy/stage.js';
import type { Desk } from './engagement-options.js';
import { passGate } from './gate.js';
import type { Intent } from './intent.js';
import { refusalError } from './refusal.js';
import type { Gate } from './rule.js';

/** What the gate let through, and what the transaction read for it. */
export interface Passed {
  interaction: Interaction | undefined;
  record: RecordId | undefined;
  /** How many people other than the author must agree. */
  needed: number;
}

/** KPIs as they stood a moment ago: a transaction waits for nothing but the store, and not for all of it. */
export async function measuredKpis({ store, context, kpis }: Desk): Promise<Kpis> {
  const { measured } = await stageOf(store, instantOf(context.clock), kpis);
  const values = measured.filter(({ outcome }) => Object.hasOwn(kpis, outcome.kpi));
  return Object.fromEntries(
    values.map(({ outcome, value = Number.NaN }): [string, Kpi] => [outcome.kpi, async () => value]),
  );
}

/**
 * Opens the gate for an intent, within the transaction that makes or releases its entry.
 *
 * @throws what `refusalOf` reads: the first rule that refuses.
 */
export async function openGate(
  desk: Desk,
  store: StoreReader,
  intent: Intent,
  options: { kpis: Kpis; moment: Gate['moment'] },
): Promise<Passed> {
  const { context, channels, permits, consentOf, customerOf } = desk;
  const now: Instant = instantOf(context.clock);
  const { of, to, channel } = intent;
  const interaction = of && (await store.get('interactions', { id: of }))?.data;
  const author = interaction?.participants.find(({ role }) => role === 'author')?.record;
  const record = to ? await recordOf(store, to) : author;
  const policy = await policyOf(store);
  const needed = neededApprovals(intent, policy);
  const refusal = await passGate({
    store,
    now,
    intent,
    connector: Object.hasOwn(channels, channel) ? channels[channel] : undefined,
    channels: Object.keys(channels),
    interaction,
    record,
    stage: await stageOf(store, now, options.kpis),
    policy,
    permits,
    consentOf,
    customerOf,
    moment: options.moment,
    goesOut: options.moment === 'released' || needed === 0,
  });
  if (refusal) throw refusalError(refusal);
  return { interaction, record, needed };
}

/** A person approves by sending; a machine never does, unless a playbook says what it sends. */
function neededApprovals({ by, playbook }: Intent, { approvals }: Policy): number {
  return by.type === 'machine' && playbook === undefined ? Math.max(1, approvals) : approvals;
}
