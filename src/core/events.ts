import type { KenningError } from './errors.js';
import type { Customer } from './model/customer.js';
import type { CustomerId } from './model/id.js';
import type { Interaction } from './model/interaction.js';
import type { Rejected } from './page.js';

/**
 * What an app may listen to. Events are hints: they are emitted after the commit, once, in this process only.
 * What must not be missed is read from `app.changes()`.
 */
export interface KenningEvents {
  /** Somebody said or did something: first seen, or with a new wording. */
  interaction: [event: { interaction: Interaction; customer: Customer; channel: string; revised: boolean }];
  /** Something is no longer said. */
  removed: [event: { interaction: Interaction; channel: string }];
  /** Customers became one. */
  merged: [event: { customer: CustomerId; from: CustomerId[] }];
  /** A customer came apart. */
  split: [event: { from: CustomerId; into: CustomerId[] }];
  /** A link waits for a person's word. */
  review: [event: { a: CustomerId; b: CustomerId; probability: number }];
  rejected: [event: { channel: string; rejected: Rejected[] }];
  /** A listener threw, or work in the background failed. */
  error: [error: KenningError];
}
