import { instantOf } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { ChangeBody } from '../../core/model/change.js';
import type { Incident } from '../../core/model/incident.js';
import type { StoreTransaction } from '../../core/store/store.js';
import type { Actor, By } from '../engagement/actor.js';
import { readInput } from '../engagement/inputs.js';
import { readCase } from './case/case-store.js';
import { endInput, type IncidentInput, incidentCasesInput, incidentInput } from './case-inputs.js';
import type { CaseworkDesk } from './casework-options.js';
import { addToIncident, endIncident, type IncidentView, putIncident, readIncident } from './incidents.js';
import { within } from './within.js';

/** What many cases are about. */
export interface IncidentDesk {
  /** Opens an incident by hand; storms open theirs by themselves. */
  openIncident(input: IncidentInput): Promise<Incident>;
  /** Adds cases to an incident. A case belongs to one. */
  addToIncident(input: { id: string; cases: readonly string[]; by: By }): Promise<Incident>;
  endIncident(input: { id: string; by: By }): Promise<Incident>;
  /** An incident with its cases and the customers affected. */
  incident(id: string): Promise<IncidentView | undefined>;
  /** Incidents, the oldest first. Defaults to those that are not over. */
  incidents(options?: { status?: Incident['status']; limit?: number; after?: string }): Promise<Incident[]>;
}

export function incidentDesk(desk: CaseworkDesk): IncidentDesk {
  const { store, context } = desk;

  /** Changes an incident that is there; gives it as it is then. */
  function changing(
    id: string,
    work: (transaction: StoreTransaction, incident: Incident) => Promise<ChangeBody[]>,
  ): Promise<Incident> {
    return within(desk, async (transaction) => {
      const before = (await transaction.get('incidents', { id }))?.data;
      if (!before) throw new KenningError('not-found', 'There is no incident of this id. `incidents()` lists them.');
      const bodies = await work(transaction, before);
      return { result: (await transaction.get('incidents', { id }))?.data ?? before, bodies };
    });
  }

  async function addAll(
    transaction: StoreTransaction,
    { id }: Incident,
    cases: readonly string[],
    by: Actor,
  ): Promise<ChangeBody[]> {
    const bodies: ChangeBody[] = [];
    for (const one of cases) {
      const before = await readCase(transaction, one);
      if (!before) throw new KenningError('not-found', `There is no case ${one.slice(0, 100)}. Nothing was added.`);
      bodies.push(...(await addToIncident(desk, transaction, before, id, by)));
    }
    return bodies;
  }

  return {
    async openIncident(input) {
      const { title, cases = [], by } = readInput(incidentInput, input, 'openIncident');
      const openedAt = instantOf(context.clock);
      return within(desk, async (transaction) => {
        const incident: Incident = { id: context.ids.next(), status: 'open', title, openedAt, openedBy: by.name };
        await putIncident(transaction, incident);
        const added = await addAll(transaction, incident, cases, by);
        return { result: incident, bodies: [{ type: 'incident', incident: incident.id, what: 'opened' }, ...added] };
      });
    },
    async addToIncident(input) {
      const { id, cases, by } = readInput(incidentCasesInput, input, 'addToIncident');
      return changing(id, (transaction, incident) => addAll(transaction, incident, cases, by));
    },
    async endIncident(input) {
      const { id } = readInput(endInput, input, 'endIncident');
      return changing(id, (transaction, incident) => endIncident(desk, transaction, incident));
    },
    incident: (id) => readIncident(store, id),
    async incidents({ status = 'open', limit = 100, after } = {}) {
      const listing = { where: { status }, limit, ...(after !== undefined && { after: { id: after } }) };
      return (await store.list('incidents', 'byStatus', listing)).map(({ data }) => data);
    },
  };
}
