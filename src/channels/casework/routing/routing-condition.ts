import { z } from 'zod';
import type { RouteReason } from '../../../core/model/route.js';
import { numberFacts, type RoutingFacts, textFacts } from './routing-facts.js';

type TextFact = (typeof textFacts)[number];
type NumberFact = (typeof numberFacts)[number];

/** Bounds that belong to what they bound. */
export interface Bounds {
  atLeast?: number;
  atMost?: number;
}

/** What must be so. All that is named must hold; of several texts one is enough. What is not known never holds. */
export type RoutingCondition = { [Fact in TextFact]?: string | readonly string[] } & {
  [Fact in NumberFact]?: Bounds;
} & {
  known?: boolean;
  /** One of these is enough. */
  any?: readonly RoutingCondition[];
  /** This must not be so. */
  not?: RoutingCondition;
};

const text = z.string().min(1).max(200);
const texts = z.union([text, z.array(text).min(1).max(1000)]).optional();
const bounds = z
  .strictObject({ atLeast: z.number().optional(), atMost: z.number().optional() })
  .refine(({ atLeast, atMost }) => atLeast !== undefined || atMost !== undefined, 'give atLeast or atMost')
  .optional();

const conditionShape = {
  ...(Object.fromEntries(textFacts.map((fact) => [fact, texts])) as Record<TextFact, typeof texts>),
  ...(Object.fromEntries(numberFacts.map((fact) => [fact, bounds])) as Record<NumberFact, typeof bounds>),
  known: z.boolean().optional(),
};

/** Conditions lie in each other at most this deep. */
const deepest = 10;

export const routingCondition = conditionWithin(deepest);

function conditionWithin(depth: number): z.ZodType<RoutingCondition> {
  if (depth === 0) return z.strictObject(conditionShape);
  const inner = z.lazy(() => conditionWithin(depth - 1));
  return z.strictObject({
    ...conditionShape,
    any: z.array(inner).min(1).max(100).optional(),
    not: inner.optional(),
  }) as z.ZodType<RoutingCondition>;
}

/** The facts by which a condition holds; undefined when it does not. */
export function reasonsFor(condition: RoutingCondition, facts: RoutingFacts): RouteReason[] | undefined {
  const reasons: RouteReason[] = [];
  for (const fact of textFacts) {
    const wanted = condition[fact];
    if (wanted === undefined) continue;
    const found = listOf(facts[fact]).find((value) => listOf(wanted).includes(value));
    if (found === undefined) return undefined;
    reasons.push({ fact, value: found });
  }
  for (const fact of numberFacts) {
    const wanted = condition[fact];
    if (!wanted) continue;
    const value = facts[fact];
    if (value === undefined || value < (wanted.atLeast ?? value) || value > (wanted.atMost ?? value)) return undefined;
    reasons.push({ fact, value });
  }
  if (condition.known !== undefined) {
    if (condition.known !== facts.known) return undefined;
    reasons.push({ fact: 'known', value: facts.known });
  }
  if (condition.any) {
    const first = condition.any.find((one) => holds(one, facts));
    if (!first) return undefined;
    reasons.push(...(reasonsFor(first, facts) ?? []));
  }
  if (condition.not && holds(condition.not, facts)) return undefined;
  return reasons;
}

function holds(condition: RoutingCondition, facts: RoutingFacts): boolean {
  return reasonsFor(condition, facts) !== undefined;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
