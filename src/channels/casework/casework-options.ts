import { z } from 'zod';
import type { Context } from '../../core/context.js';
import type { Change } from '../../core/model/change.js';
import type { Store } from '../../core/store/store.js';
import { type InboxWeights, inboxWeights } from './case/case-place.js';
import {
  hoursByName,
  type ServiceLevel,
  type ServiceLevels,
  serviceLevel,
  serviceLevels,
} from './case/service-level.js';
import type { BusinessHours } from './hours/business-hours.js';
import type { CustomerFactsOf } from './routing/hear.js';
import type { RoutingRule } from './routing/routing-rule.js';

/** How cases are dealt with. */
export interface CaseOptions {
  /** What is promised; the first level that fits a case holds. */
  levels?: readonly ServiceLevel[];
  /** When somebody is there, by names that levels call them. */
  hours?: Readonly<Record<string, BusinessHours>>;
  /** What the inbox is ordered by. */
  weights?: InboxWeights;
  /** Fields of the app's own on contacts that say what a customer is worth, and of which segment it is. */
  customer?: { value?: string; segment?: string };
  /** What is older when it is taken in opens no case. Defaults to 7. */
  openWithinDays?: number;
}

const field = z.string().min(1).max(200).optional();

export const caseOptions: z.ZodType<CaseOptions> = z
  .strictObject({
    levels: z
      .array(serviceLevel)
      .max(1000)
      .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'two levels have the same name')
      .optional(),
    hours: hoursByName.optional(),
    weights: inboxWeights.optional(),
    customer: z.strictObject({ value: field, segment: field }).optional(),
    openWithinDays: z.number().positive().max(36_500).optional(),
  })
  .refine(
    ({ levels = [], hours = {} }) =>
      levels.every((level) => level.hours === undefined || Object.hasOwn(hours, level.hours)),
    'a level names hours that are not there',
  );

/** What of an app's options dealing with cases needs. */
export function caseOptionsOf({
  levels = [],
  hours = {},
  weights = {},
  openWithinDays = 7,
}: CaseOptions): Pick<CaseworkDesk, 'levels' | 'weights' | 'openWithinDays'> {
  return { levels: serviceLevels(levels, hours), weights, openWithinDays };
}

/** What dealing with cases needs. */
export interface CaseworkDesk {
  store: Store;
  context: Context;
  rules: readonly RoutingRule[];
  levels: ServiceLevels;
  weights: InboxWeights;
  openWithinDays: number;
  customerFactsOf: CustomerFactsOf;
  /** Told of what is committed. */
  onChanges: (changes: readonly Change[]) => Promise<void>;
}
