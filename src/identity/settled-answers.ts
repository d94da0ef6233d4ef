import { z } from 'zod';
import { KenningError } from '../core/errors.js';
import type { AnsweredPair } from './answered-pairs.js';

const answerShape = z.object({
  ids: z.tuple([z.string(), z.string()]),
  same: z.boolean(),
  chosen: z.number().positive().max(1).optional(),
});

/** Answers with at most one for each pair. */
export interface SettledAnswers {
  answers: AnsweredPair[];
  /** Pairs of which as many said yes as no; nothing is made of them. */
  disputed: AnsweredPair['ids'][];
}

/**
 * Makes one answer of several on one pair: what most of them say.
 *
 * @throws KenningError `invalid` for what is no answer.
 */
export function settledAnswers(said: Iterable<AnsweredPair>): SettledAnswers {
  const all = [...said];
  for (const [place, answer] of all.entries()) {
    const issue = answerShape.safeParse(answer).error?.issues[0];
    if (issue) throw new KenningError('invalid', `answers.${[place, ...issue.path].join('.')}: ${issue.message}.`);
  }
  const byPair = Map.groupBy(all, ({ ids: [one, other] }) => JSON.stringify(one < other ? [one, other] : [other, one]));
  const found: SettledAnswers = { answers: [], disputed: [] };
  for (const answers of byPair.values()) {
    const yes = answers.filter(({ same }) => same).length;
    const same = 2 * yes > answers.length;
    const answer = answers.find((one) => one.same === same);
    if (2 * yes === answers.length) found.disputed.push((answers[0] as AnsweredPair).ids);
    else if (answer) found.answers.push(answer);
  }
  return found;
}
