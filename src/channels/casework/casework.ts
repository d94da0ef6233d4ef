import type { Case } from '../../core/model/case.js';
import type { CaseEvent } from '../../core/model/case-event.js';
import type { CrmItem } from '../../core/model/crm-item.js';
import type { InteractionId } from '../../core/model/id.js';
import type { Instant } from '../../core/model/instant.js';
import type { Route } from '../../core/model/route.js';
import { everyPage } from '../../core/store/every-page.js';
import { readInput } from '../engagement/inputs.js';
import { caseOfInteraction, readCase, tiedTo } from './case/case-store.js';
import { caseDesk } from './case-desk.js';
import {
  type AssignInput,
  assignInput,
  type CaseInput,
  caseInput,
  type OpenInput,
  openInput,
  type ResolveInput,
  resolveInput,
  type SnoozeInput,
  snoozeInput,
} from './case-inputs.js';
import type { CaseworkDesk } from './casework-options.js';
import { type Forecast, type ForecastOptions, forecast, forecastOptions } from './forecast.js';
import { entryOf, type InboxEntry, type InboxOptions, type InboxPage, inboxOptions, readInbox } from './inbox.js';
import { type IncidentDesk, incidentDesk } from './incident-desk.js';

/** A case with its history, the oldest first, and what was said in it. */
export interface CaseView extends InboxEntry {
  events: CaseEvent[];
  interactions: InteractionId[];
  /** The case of this conversation in CRMs, where `openCase` has opened one and it was read since. */
  crm?: CrmItem[];
}

/** Something that goes to a team. */
export interface Routed {
  interaction: InteractionId;
  at: Instant;
  route: Route;
}

export interface RoutedOptions {
  team: string;
  /** Goes on behind this place, which is older. */
  after?: { at: Instant; interaction: InteractionId };
  /** The most. Defaults to 50. */
  limit?: number;
}

/** What must be dealt with, and by whom. */
export interface Casework extends IncidentDesk {
  /** Cases in the order in which they should be dealt with, with reasons. */
  inbox(options?: InboxOptions): Promise<InboxPage>;
  /** A case by its id or by that of something said in it. */
  caseOf(id: string): Promise<CaseView | undefined>;
  /** Opens a case from what somebody said, or gives the one that its conversation has. */
  takeUp(input: OpenInput): Promise<Case>;
  /**
   * Takes a case. Of several who claim it at a time one gets it.
   *
   * @throws `conflict` when somebody else has it, or it is resolved.
   */
  claim(input: CaseInput): Promise<Case>;
  /** Gives a case to somebody, or to a team. */
  assign(input: AssignInput): Promise<Case>;
  /** Puts a case aside until a moment; a new message brings it back before. Its clocks run on. */
  snooze(input: SnoozeInput): Promise<Case>;
  /** Ends a case. A new message opens it again. */
  resolve(input: ResolveInput): Promise<Case>;
  /** What goes to a team, the latest first, with the rule and the facts by which. */
  routed(options: RoutedOptions): Promise<Routed[]>;
  /** Which promises will be broken when, if the queue is worked off as it stands. */
  breaches(options?: ForecastOptions): Promise<Forecast>;
}

export function casework(desk: CaseworkDesk): Casework {
  const { store } = desk;
  const acts = caseDesk(desk);

  return {
    inbox: async (options = {}) => readInbox(desk, readInput(inboxOptions, options, 'inbox')),
    async caseOf(id) {
      const one = (await readCase(store, id)) ?? (await caseOfInteraction(store, id as InteractionId));
      if (!one) return undefined;
      const events: CaseEvent[] = [];
      for await (const rows of everyPage(store, 'caseEvents', 'byCase', { case: one.id }))
        for (const { data } of rows) events.push(data);
      return { ...(await entryOf(desk, one)), events, interactions: await tiedTo(store, one.id, 'interaction') };
    },
    takeUp: async (input) => acts.takeUp(readInput(openInput, input, 'takeUp')),
    claim: async (input) => acts.claim(readInput(caseInput, input, 'claim')),
    assign: async (input) => acts.assign(readInput(assignInput, input, 'assign')),
    snooze: async (input) => acts.snooze(readInput(snoozeInput, input, 'snooze')),
    resolve: async (input) => acts.resolve(readInput(resolveInput, input, 'resolve')),
    async routed({ team, after, limit = 50 }) {
      const place = { direction: 'descending', limit, ...(after && { after }) } as const;
      const rows = await store.list('routes', 'byTeam', { where: { team }, ...place });
      return rows.map(({ interaction, at, data }) => ({ interaction, at, route: data }));
    },
    breaches: async (options = {}) => forecast(desk, readInput(forecastOptions, options, 'breaches')),
    ...incidentDesk(desk),
  };
}
