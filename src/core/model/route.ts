import { z } from 'zod';
import { type CasePriority, casePriority } from './case.js';

/** A fact by which a rule held. */
export interface RouteReason {
  fact: string;
  value: string | number | boolean;
}

/** To which team something goes that was said, and why. */
export interface Route {
  /** `marketing`, `sales`, `service`, `product`, or a team of the app's own. */
  to: string;
  /** The name of the rule that held. */
  rule: string;
  reasons: RouteReason[];
  /** Somebody must deal with it, with this priority. */
  case?: CasePriority;
}

/** A team's name. It stands in the store's keys. */
export const routeTeam = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, 'is no name of a team');

export const routeReason: z.ZodType<RouteReason> = z.object({
  fact: z.string().max(100),
  value: z.union([z.string().max(1000), z.number(), z.boolean()]),
});

export const route: z.ZodType<Route> = z.object({
  to: routeTeam,
  rule: z.string().min(1).max(100),
  reasons: z.array(routeReason),
  case: casePriority.optional(),
});
