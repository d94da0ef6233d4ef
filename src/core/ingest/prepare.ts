import type { ObservedInteraction } from '../model/interaction.js';
import { type Observed, observed } from '../model/observed.js';
import { type SourceRecordDraft, sourceRecordDraft } from '../model/source-record.js';
import type { Rejected } from '../page.js';
import { cleanText } from './clean-text.js';
import { revisionKey } from './revision-key.js';

/** Something observed that was parsed, with what a transaction may not wait for. */
export type Prepared =
  | {
      type: 'said';
      interaction: ObservedInteraction & { version: string };
      profiles: SourceRecordDraft[];
      raw?: unknown;
    }
  | Exclude<Observed, { type: 'said' }>;

/**
 * Parses what came from outside, once: nothing inside parses it again. What can not be read is rejected with the reason,
 * and the rest goes on.
 */
export async function prepare(items: readonly unknown[]): Promise<{ prepared: Prepared[]; rejected: Rejected[] }> {
  const understood: Observed[] = [];
  const rejected: Rejected[] = [];
  for (const item of items) {
    const parsed = observed.safeParse(cleanText(item));
    if (parsed.success) understood.push(parsed.data);
    else {
      const issue = parsed.error.issues[0];
      rejected.push({ reason: `${issue?.path.join('.') || 'item'}: ${issue?.message ?? 'not understood'}`, item });
    }
  }
  // All at once: a hash is made on another thread, and waiting for each by itself costs more than making it.
  return { prepared: await Promise.all(understood.map(withVersion)), rejected };
}

async function withVersion(item: Observed): Promise<Prepared> {
  if (item.type !== 'said') return item;
  const { interaction } = item;
  const version = interaction.version ?? (await revisionKey(interaction));
  return { ...item, interaction: { ...interaction, version } };
}

/** Parses a record that came from outside. */
export function prepareRecord(item: unknown): { draft: SourceRecordDraft } | { rejected: Rejected } {
  const parsed = sourceRecordDraft.safeParse(cleanText(item));
  if (parsed.success) return { draft: parsed.data };
  const issue = parsed.error.issues[0];
  return { rejected: { reason: `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'not understood'}`, item } };
}
