import { instantOf } from '../../core/clock.js';
import { customerOf } from '../../core/members.js';
import type { Case } from '../../core/model/case.js';
import type { ChangeBody } from '../../core/model/change.js';
import type { CustomerId } from '../../core/model/id.js';
import type { Incident } from '../../core/model/incident.js';
import type { Instant } from '../../core/model/instant.js';
import { everyPage } from '../../core/store/every-page.js';
import type { StoreReader, StoreTransaction } from '../../core/store/store.js';
import { keepStep, readCase, tie, tiedTo } from './case/case-store.js';
import type { CaseworkDesk } from './casework-options.js';

/** What an alert says of a storm. */
export interface StormNews {
  series: string;
  openedAt: Instant;
  /** What was said since then belongs to it. */
  since: Instant;
  isOver: boolean;
}

/** What an alert says of a storm. Waves of praise and re-posts are no incidents. */
export async function stormNews(store: StoreReader, id: string): Promise<StormNews[]> {
  const alert = (await store.get('alerts', { id }))?.data;
  if (alert?.kind !== 'storm') return [];
  const { series, openedAt, at, phase, baseline } = alert;
  // It is seen a few posts after it began.
  const began = new Date(Date.parse(at) - baseline.spanMs).toISOString();
  return [{ series, openedAt, since: began < openedAt ? began : openedAt, isOver: phase === 'over' }];
}

/** Opens the incident of a storm, once, with the open cases that it is about; or ends it. Hold the lock of cases. */
export async function takeStorm(
  desk: CaseworkDesk,
  transaction: StoreTransaction,
  { series, openedAt, since, isOver }: StormNews,
): Promise<ChangeBody[]> {
  const origin = `${series} ${openedAt}`;
  const [known] = await transaction.list('incidents', 'byOrigin', { where: { origin }, limit: 1 });
  if (known) return isOver ? endIncident(desk, transaction, known.data) : [];
  if (isOver) return [];
  const incident: Incident = {
    id: desk.context.ids.next(),
    status: 'open',
    title: `storm: ${series}`,
    openedAt: instantOf(desk.context.clock),
    openedBy: 'listen',
    series,
    since,
  };
  await putIncident(transaction, incident, origin);
  const bodies: ChangeBody[] = [{ type: 'incident', incident: incident.id, what: 'opened' }];
  // What was said since the storm began has opened cases since then.
  const size = 200;
  for await (const rows of everyPage(transaction, 'cases', 'all', {}, { direction: 'descending', size })) {
    for (const { data } of rows)
      if (data.queries.includes(series) && data.lastSaidAt >= since && data.incident === undefined)
        bodies.push(...(await addToIncident(desk, transaction, data, incident.id)));
    const last = rows.at(-1);
    if (last && last.data.openedAt < since) break;
  }
  return bodies;
}

/** The incident that a case which is opened now belongs to: the latest storm among posts that its searches find. */
export async function incidentOf(store: StoreReader, { queries }: Pick<Case, 'queries'>): Promise<string | undefined> {
  if (queries.length === 0) return undefined;
  const open = await store.list('incidents', 'byStatus', { where: { status: 'open' }, direction: 'descending' });
  return open.find(({ data: { series } }) => series !== undefined && queries.includes(series))?.id;
}

export async function addToIncident(
  { context, weights }: CaseworkDesk,
  transaction: StoreTransaction,
  before: Case,
  incident: string,
  by?: { type: 'human' | 'machine'; name: string },
): Promise<ChangeBody[]> {
  if (before.incident === incident) return [];
  if (before.incident !== undefined)
    await transaction.remove('caseTies', { kind: 'incident', of: before.incident, case: before.id });
  await tie(transaction, 'incident', incident, before.id);
  const step = {
    case: { ...before, incident, version: before.version + 1 },
    happened: [{ what: 'incident' as const }],
  };
  return keepStep(transaction, context, step, { to: incident, ...(by && { by }) }, weights);
}

export async function putIncident(transaction: StoreTransaction, data: Incident, origin = ''): Promise<void> {
  await transaction.put('incidents', { id: data.id, status: data.status, origin, data });
}

export async function endIncident(
  { context }: CaseworkDesk,
  transaction: StoreTransaction,
  incident: Incident,
): Promise<ChangeBody[]> {
  if (incident.status === 'over') return [];
  const row = await transaction.get('incidents', { id: incident.id });
  await putIncident(transaction, { ...incident, status: 'over', overAt: instantOf(context.clock) }, row?.origin);
  return [{ type: 'incident', incident: incident.id, what: 'over' }];
}

/** An incident with its cases and the customers whom they are about, each once. */
export interface IncidentView {
  incident: Incident;
  cases: Case[];
  customers: CustomerId[];
}

export async function readIncident(store: StoreReader, id: string): Promise<IncidentView | undefined> {
  const incident = (await store.get('incidents', { id }))?.data;
  if (!incident) return undefined;
  const cases: Case[] = [];
  const customers = new Set<CustomerId>();
  for await (const ties of everyPage(store, 'caseTies', 'byOf', { kind: 'incident', of: id }))
    for (const { case: of } of ties) {
      const one = await readCase(store, of);
      if (!one) continue;
      cases.push(one);
      for (const record of await tiedTo<CustomerId>(store, of, 'record'))
        customers.add((await customerOf(store, record)) ?? record);
    }
  return { incident, cases, customers: [...customers].sort() };
}
