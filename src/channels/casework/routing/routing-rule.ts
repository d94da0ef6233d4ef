import { z } from 'zod';
import { type CasePriority, casePriority } from '../../../core/model/case.js';
import { type Route, routeTeam } from '../../../core/model/route.js';
import { type RoutingCondition, reasonsFor, routingCondition } from './routing-condition.js';
import type { RoutingFacts } from './routing-facts.js';

/** Says to whom something goes that was said. */
export interface RoutingRule {
  /** Names it in reasons; no two rules have the same. */
  name: string;
  /** The team that gets it: `marketing`, `sales`, `service`, `product`, or one of the app's own. */
  to: string;
  when: RoutingCondition;
  /** Whether somebody must deal with it. Defaults to true for `sales` and `service`: the others read. */
  case?: boolean;
  /** Of the case. Defaults to `normal`. */
  priority?: CasePriority;
}

export const routingRule: z.ZodType<RoutingRule> = z.strictObject({
  name: z.string().min(1).max(100),
  to: routeTeam,
  when: routingCondition,
  case: z.boolean().optional(),
  priority: casePriority.optional(),
});

export const routingRules = z
  .array(routingRule)
  .max(1000)
  .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, 'two rules have the same name');

const answering: ReadonlySet<string> = new Set(['sales', 'service']);

/**
 * Where something goes. Every team whose rule holds gets it, since a complaint with a wish in it concerns service and
 * product alike; of one team's rules the first counts. The first route that wants a case opens it, so that one team owns it
 * and nobody answers twice.
 */
export function routesOf(rules: readonly RoutingRule[], facts: RoutingFacts): Route[] {
  const routes = new Map<string, Route>();
  for (const { name, to, when, case: opens = answering.has(to), priority = 'normal' } of rules) {
    if (routes.has(to)) continue;
    const reasons = reasonsFor(when, facts);
    if (reasons) routes.set(to, { to, rule: name, reasons, ...(opens && { case: priority }) });
  }
  return [...routes.values()];
}
