import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import type { SpikeSeverity } from '../spikes/spike-alert.js';
import type { Cascade } from './cascades.js';
import type { Causes } from './causes.js';
import type { Removal } from './removals.js';

interface AlertHead {
  /** The same for the same alert, so that it is delivered once. */
  key: string;
  at: Instant;
  severity: SpikeSeverity;
}

/** More posts than usual: a storm where they are critical, a wave of praise or of news where they are not. */
export interface StormAlert extends AlertHead {
  kind: 'storm' | 'wave';
  phase: 'opened' | 'grew' | 'over';
  openedAt: Instant;
  /** What it is held against: all posts, and the critical ones among them, in a span up to now. */
  baseline: {
    spanMs: number;
    posts: { seen: number; expected: number };
    critical: { seen: number; expected: number };
  };
  /** Of the posts beyond the usual, the share that is critical. */
  criticalShare: number;
  /** Of the critical posts, the share that is angry, afraid or disgusted. */
  heat: number;
  /** The share of all traffic in that span, and the usual one; absent where no traffic was told. */
  trafficShare?: { seen: number; usual: number };
  causes: Causes & { cascades: Cascade[] };
}

/** Something that we hid or deleted was posted again. */
export interface RepostAlert extends AlertHead {
  kind: 'repost';
  phase: 'opened' | 'grew';
  /** What was taken away, by whom, and why. */
  removal: Removal;
  /** The post that brings it back, and how many did so far. */
  post: InteractionId;
  reposts: number;
}
