import { z } from 'zod';
import { type Count, count } from './count.js';
import { type Instant, instant } from './instant.js';
import { type InteractionRef, interactionRef, type ObservedInteraction, observedInteraction } from './interaction.js';
import { type Profile, type SourceRecordDraft, sourceRecordDraft } from './source-record.js';

/** Something that a connector saw happen on its network. */
export type Observed =
  /** First or newer wording of something said, with the profiles of those who take part. */
  | { type: 'said'; interaction: ObservedInteraction; profiles: Profile[]; raw?: unknown }
  | {
      type: 'removed' | 'hidden' | 'restored';
      of: InteractionRef;
      at: Instant;
      by: 'author' | 'us' | 'network' | 'unknown';
    }
  | { type: 'counted'; of: InteractionRef; counts: Count[]; at: Instant }
  | { type: 'profile'; profile: Profile; became?: 'renamed' | 'suspended' | 'deleted' }
  | {
      type: 'delivery';
      of: InteractionRef;
      status: 'sent' | 'delivered' | 'read' | 'failed';
      at: Instant;
    }
  /** The server clamped or lost our place between these moments: poll to repair. */
  | { type: 'gap'; from?: Instant; to?: Instant };

const profile = (sourceRecordDraft as z.ZodType<SourceRecordDraft>).refine(
  (draft) => draft.kind === 'profile',
  'a connector reports profiles only',
) as unknown as z.ZodType<Profile>;

export const observed: z.ZodType<Observed> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('said'),
    interaction: observedInteraction,
    profiles: z.array(profile).max(1000),
    raw: z.unknown().optional(),
  }),
  z.object({
    type: z.enum(['removed', 'hidden', 'restored']),
    of: interactionRef,
    at: instant,
    by: z.enum(['author', 'us', 'network', 'unknown']),
  }),
  z.object({ type: z.literal('counted'), of: interactionRef, counts: z.array(count).max(50), at: instant }),
  z.object({
    type: z.literal('profile'),
    profile,
    became: z.enum(['renamed', 'suspended', 'deleted']).optional(),
  }),
  z.object({
    type: z.literal('delivery'),
    of: interactionRef,
    status: z.enum(['sent', 'delivered', 'read', 'failed']),
    at: instant,
  }),
  z.object({ type: z.literal('gap'), from: instant.optional(), to: instant.optional() }),
]);
