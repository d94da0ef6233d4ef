import type { Clock } from '../../core/clock.js';
import type { Observed } from '../../core/model/observed.js';
import type { Page } from '../../core/page.js';
import type { Progress } from './progress.js';

/** One listing of a channel, as a walk over it needs it. */
export interface ListingReader {
  clock: Clock;
  list(cursor: string | undefined): Promise<Page<Observed>>;
  /** Takes a page in and saves with it how far the listing is read. */
  take(page: Page<Observed>, progress: Progress): Promise<void>;
  /** False when the budget of pages or time is used up. */
  mayGoOn(): boolean;
}
