import { releasedWithin } from '../acts.js';
import { refuse } from '../refusal.js';
import type { Rule } from '../rule.js';

/** No more goes out in an hour than the policy wants; drafts count when they are let out. */
export const isWithinRate: Rule = async ({ store, intent, policy, now, goesOut }) => {
  if (policy.perHour === undefined || !goesOut) return undefined;
  if ((await releasedWithin(store, intent.channel, now, 1)) < policy.perHour) return undefined;
  return refuse('per-hour', `The policy lets ${policy.perHour} go out an hour on ${intent.channel}; wait a while.`);
};
