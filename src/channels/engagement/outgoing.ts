import { z } from 'zod';
import { interactionRowOf } from '../../core/ingest/write-interaction.js';
import type { InteractionId } from '../../core/model/id.js';
import { type Instant, instant } from '../../core/model/instant.js';
import { type InteractionRef, interactionRef } from '../../core/model/interaction.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { type Approvals, approvalsOf } from '../../core/outbox/approvals.js';
import { auditChannelOf } from '../../core/outbox/audit.js';
import type { StoreReader } from '../../core/store/store.js';
import { type Intent, intentOf } from './intent.js';

/** Something of ours on its way out, or arrived. */
export interface Outgoing extends Partial<Pick<Intent, 'of' | 'to' | 'subject' | 'text' | 'reason'>> {
  id: string;
  /** Asking again with it writes nothing again. */
  key: string;
  channel: string;
  /** `reply`, `publish`, `message`, `like`, `hide` or `remove`. */
  verb: string;
  /**
   * `done`: it was written. `held`: it waits for a person's word. `pending`: it goes out later. `sent`: it is on its way,
   * or was when its process ended. `unknown`: perhaps written, and a person must look. `failed`: the network refused it.
   */
  state: OutboxEntry['state'];
  /** Why it waits or failed. */
  problem?: string;
  /** Who asked for it. */
  by: string;
  createdAt: Instant;
  /** Whose agreement it has and needs. */
  approvals?: Approvals;
  /** With `done`: what the network calls it, and the interaction on the timeline. */
  written?: { ref: InteractionRef; at: Instant; permalink?: string; interaction?: InteractionId };
}

const kept = z.object({ ref: interactionRef, at: instant, permalink: z.string().optional() });

export async function outgoingOf(store: StoreReader, entry: OutboxEntry): Promise<Outgoing> {
  const { id, key, verb, state, problem, by, createdAt } = entry;
  const { of, to, subject, text, reason } = intentOf(entry) ?? {};
  const approvals = approvalsOf(entry);
  const written = kept.safeParse(entry.result).data;
  const row = written && (await interactionRowOf(store, written.ref));
  return {
    id,
    key,
    channel: auditChannelOf(entry.target),
    verb,
    state,
    ...(problem !== undefined && { problem }),
    by,
    createdAt,
    ...(of && { of }),
    ...(to && { to }),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(reason !== undefined && { reason }),
    ...(approvals && { approvals }),
    ...(written && { written: { ...written, ...(row && { interaction: row.id }) } }),
  };
}
