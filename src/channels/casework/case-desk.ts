import { instantOf } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { Case } from '../../core/model/case.js';
import type { Actor } from '../engagement/actor.js';
import { handedOver, resolved, type Step, snoozed, taken } from './case/case-steps.js';
import { type CaseDeed, caseOfInteraction, keepStep, readCase, tie } from './case/case-store.js';
import { caseOfConversation } from './case/find-case.js';
import type { AssignInput, CaseInput, OpenInput, ResolveInput, SnoozeInput } from './case-inputs.js';
import type { CaseworkDesk } from './casework-options.js';
import { openFrom } from './open-from.js';
import { hear } from './routing/hear.js';
import { within } from './within.js';

/** An input that was read: it is known whether a person acts. */
type Read<Input> = Omit<Input, 'by'> & { by: Actor };

/** What people do with cases. Each act is one transaction under the lock of cases, so of two one comes first. */
export interface CaseDesk {
  claim(input: Read<CaseInput>): Promise<Case>;
  assign(input: Read<AssignInput>): Promise<Case>;
  snooze(input: Read<SnoozeInput>): Promise<Case>;
  resolve(input: Read<ResolveInput>): Promise<Case>;
  takeUp(input: Read<OpenInput>): Promise<Case>;
}

export function caseDesk(desk: CaseworkDesk): CaseDesk {
  const { store, context, levels, weights, rules, customerFactsOf } = desk;

  async function act(
    { id, version, by }: Read<CaseInput>,
    deed: CaseDeed,
    decide: (before: Case, by: Actor) => Step | undefined,
  ): Promise<Case> {
    return within(desk, async (transaction) => {
      const before = await readCase(transaction, id);
      if (!before)
        throw new KenningError('not-found', 'There is no case of this id. `inbox()` lists those that are open.');
      if (version !== undefined && version !== before.version)
        throw notNow(`The case has changed since it was read: it is ${before.status} now.`);
      const step = decide(before, by);
      if (!step) return { result: before, bodies: [] };
      const bodies = await keepStep(transaction, context, step, { by, ...deed }, weights);
      return { result: step.case, bodies };
    });
  }

  const now = () => instantOf(context.clock);

  return {
    claim: (input) =>
      act(input, {}, (before, by) => {
        if (before.status === 'resolved') throw notNow('The case is resolved.');
        if (before.assignee === by.name)
          return before.status === 'snoozed' ? taken(before, by.name, before.team, 'claimed', now()) : undefined;
        if (before.assignee !== undefined) throw notNow(`${before.assignee} has the case. Let it be assigned to you.`);
        return taken(before, by.name, before.team, 'claimed', now());
      }),
    assign: ({ to, team, note, ...input }) =>
      act(
        input,
        { ...((to ?? team) !== undefined && { to: to ?? team }), ...(note !== undefined && { note }) },
        (before) => {
          if (before.status === 'resolved') throw notNow('The case is resolved.');
          const whose = team ?? before.team;
          if (to === undefined) return handedOver(before, whose);
          return taken(before, to, whose, 'assigned', now());
        },
      ),
    snooze: ({ until, note, ...input }) =>
      act(input, { to: until, ...(note !== undefined && { note }) }, (before) => {
        if (before.status === 'resolved') throw notNow('The case is resolved.');
        if (until <= now()) throw new KenningError('invalid', 'A case sleeps until a moment that is to come.');
        return snoozed(before, until);
      }),
    resolve: ({ note, ...input }) =>
      act(input, note === undefined ? {} : { note }, (before, by) => {
        if (before.status === 'resolved') return undefined;
        if (before.assignee !== undefined && by.type === 'machine')
          throw notNow(`${before.assignee} has the case; a machine does not end it.`);
        return resolved(before, by, now(), levels.named(before.level));
      }),
    async takeUp({ interaction, team, priority = 'normal', by }) {
      const found = await hear(store, interaction, rules, customerFactsOf);
      if (!found?.author || found.isOurs)
        throw new KenningError('not-found', 'A case is opened from what somebody else said, and which still stands.');
      return within(desk, async (transaction) => {
        const known = await caseOfInteraction(transaction, interaction);
        if (known) return { result: known, bodies: [] };
        const id = await caseOfConversation(transaction, found.interaction);
        const joined = id === undefined ? undefined : await readCase(transaction, id);
        if (joined) {
          await tie(transaction, 'interaction', interaction, joined.id);
          return { result: joined, bodies: [] };
        }
        const draft = { team, priority, openedBy: by.name };
        const { step, bodies } = await openFrom(desk, transaction, found, draft);
        return { result: step.case, bodies };
      });
    },
  };
}

function notNow(message: string): KenningError {
  return new KenningError('conflict', message);
}
