import { type Engagement, engagement } from '../../../src/channels/engagement/engagement.js';
import type { EngagementOptions } from '../../../src/channels/engagement/engagement-options.js';
import { type Context, contextOf } from '../../../src/core/context.js';
import { type Ingest, ingest } from '../../../src/core/ingest/ingest.js';
import { interactionRowOf } from '../../../src/core/ingest/write-interaction.js';
import { permits } from '../../../src/core/privacy/permits.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { adoptStrategy, presetForOne } from '../../../src/core/strategy/strategy.js';
import { customerOf } from '../../../src/identity/cluster.js';
import { effectiveConsent } from '../../../src/identity/consent.js';
import { matcher } from '../../../src/identity/matcher/matcher.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { turnedClock } from '../../core/outbox/clerk.js';
import { type FakeOptions, fakeNetwork, MemoryWall, refOf, said } from './fake-network.js';

export type Clock = ReturnType<typeof turnedClock>;

export interface OpenDesk {
  store: Store;
  clock: Clock;
  context: Context;
  desk: Engagement;
  intake: Ingest;
  wall: MemoryWall;
  /** The id of something that was said. */
  idOf(externalId: string): Promise<string>;
}

/** All that engagement needs, on a clock that the test turns. */
export function optionsOn(store: Store, context: Context): Omit<EngagementOptions, 'channels'> {
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  return { store, context, ingest: intake, permits, consentOf: effectiveConsent, customerOf };
}

/** A desk with one channel, `brand`, where Maya has said something to us; the strategy is that of a team of one. */
export async function openDesk(
  fake: Partial<FakeOptions> = {},
  more: Partial<EngagementOptions> & { adopt?: boolean } = {},
): Promise<OpenDesk> {
  const { adopt = true, store = memory(), ...rest } = more;
  const clock = turnedClock();
  const context = contextOf(clock);
  const wall = new MemoryWall();
  const options = optionsOn(store, context);
  if (adopt) await adoptStrategy(store, context, presetForOne({ owner: 'Ann', clock }));
  await options.ingest.page({ page: { items: [said('q1')], rejected: [] }, channel: 'brand' });
  return {
    store,
    clock,
    context,
    desk: engagement({ ...options, channels: { brand: fakeNetwork({ wall, ...fake }) }, ...rest }),
    intake: options.ingest as Ingest,
    wall,
    async idOf(externalId) {
      const row = await interactionRowOf(store, refOf(externalId));
      if (!row) throw new Error(`${externalId} is not there`);
      return row.id;
    },
  };
}
