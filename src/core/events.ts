import type { KenningError } from './errors.js';
import type { Alert } from './model/alert.js';
import type { Case, ClockKind } from './model/case.js';
import type { CaseHappening } from './model/case-event.js';
import type { Customer } from './model/customer.js';
import type { CustomerId, DecisionId, InteractionId } from './model/id.js';
import type { Incident } from './model/incident.js';
import type { Interaction } from './model/interaction.js';
import type { Review } from './model/review.js';
import type { Rejected } from './page.js';

/**
 * What an app may listen to. Events are hints: they are emitted after the commit, in this process only, and are lost with
 * it. What must not be missed is read from `changes()`.
 */
export interface KenningEvents {
  /** Somebody said or did something: first seen, or with a new wording. `customer` is who said it. */
  interaction: [event: { interaction: Interaction; customer: Customer; channel: string; revised: boolean }];
  /** Something is no longer said. */
  removed: [event: { interaction: Interaction }];
  /** Customers became one. */
  merged: [event: { customer: CustomerId; from: CustomerId[]; decision: DecisionId }];
  /** A customer came apart. */
  split: [event: { from: CustomerId; into: CustomerId[]; decision: DecisionId }];
  /** More is said than usual, or less again: a storm or a wave began, grew or is over; or something removed was posted again. */
  alert: [event: { alert: Alert }];
  /** A pair waits for a person's word. */
  review: [event: { review: Review }];
  /** Something that was said goes to teams, by their names. */
  routed: [event: { interaction: InteractionId; to: string[] }];
  /** Something happened to a case; `clock` says which promise is about to be broken, or is. */
  case: [event: { case: Case; what: CaseHappening; clock?: ClockKind }];
  /** An incident was opened, or is over. */
  incident: [event: { incident: Incident; what: 'opened' | 'over' }];
  /** Something from a channel or CRM could not be read. */
  rejected: [event: { from: string; rejected: Rejected[] }];
  /** How far a sync has come. */
  progress: [event: { from: string; step: string; items: number }];
  /** A listener threw, or a channel or CRM failed while others went on. */
  error: [error: KenningError];
}
