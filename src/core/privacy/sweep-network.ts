import { instantOf } from '../clock.js';
import { appendChanges } from '../ingest/append-changes.js';
import { endInteraction } from '../ingest/end-interaction.js';
import { interactionLock } from '../ingest/lock-all.js';
import { putInteraction } from '../ingest/write-interaction.js';
import type { ChangeBody } from '../model/change.js';
import { everyPage } from '../store/every-page.js';
import type { Rows } from '../store/rows.js';
import type { StoreReader } from '../store/store.js';
import { forget } from './forget.js';
import { after, type Datum, dutiesOf, permits } from './permits.js';
import type { LookedUp, Sweep } from './sweep-options.js';

type Row = Rows['interactions'];
interface Place {
  checkedAt: string;
  id: Row['id'];
}

/** What is to be done with an interaction. */
type Duty = 'nothing-ever' | 'nothing-yet' | 'look-up' | { forget: { term: string; whole: boolean } };

/** A removal whose original has not come after so long is of nobody any more. */
const stubHours = 24 * 30;
/** Look-ups begin after this part of the time, so that they are done when it is over. */
const early = 0.75;
const batchSize = 25;

/**
 * Goes through a network's interactions, the longest unchecked first, from the first that may still need something.
 * Where it stopped is kept, so that what has no duty left is never read again.
 */
export async function sweepNetwork(sweep: Sweep, network: string): Promise<void> {
  const { store, terms, networks } = sweep;
  const rules = terms(network)?.rules;
  const recheckAll = sweep.recheck === 'now' && networks[network] !== undefined;
  if (!recheckAll && rules?.every((rule) => !rule.keepForHours && !rule.recheckWithinHours)) return;
  const keepsForAll = !rules?.some((rule) => rule.keepForHours) && rules !== undefined;
  const name = `sweep ${network}`;
  const from = recheckAll ? undefined : ((await store.get('checkpoints', { name }))?.data as Place | undefined);
  let settled: Place | undefined;
  let contiguous = true;
  const listing = { ...(from && { from: from as never }) };
  for await (const rows of everyPage(store, 'interactions', 'byNetwork', { network }, listing)) {
    // What was looked up just now stands at the end.
    const end = keepsForAll ? rows.findIndex((row) => row.checkedAt >= sweep.now) : -1;
    const due: Row[] = [];
    for (const row of end < 0 ? rows : rows.slice(0, end)) {
      if (!sweep.hasTime()) break;
      const duty = await dutyOf(sweep, network, row, recheckAll);
      if (duty === 'look-up') due.push(row);
      else if (typeof duty === 'object') await letGo(sweep, row, duty.forget);
      contiguous &&= duty === 'nothing-ever';
      if (contiguous) settled = { checkedAt: row.checkedAt, id: row.id };
    }
    for (let at = 0; at < due.length && sweep.hasTime(); at += batchSize)
      await lookUp(sweep, network, due.slice(at, at + batchSize), networks[network]);
    if (end >= 0 || !sweep.hasTime()) break;
  }
  const place = recheckAll ? undefined : settled;
  if (place) await store.transaction((transaction) => transaction.put('checkpoints', { name, data: place }));
}

async function dutyOf({ store, terms, now }: Sweep, network: string, row: Row, recheckAll: boolean): Promise<Duty> {
  const { data } = row;
  if (!data) return now >= after(row.checkedAt, stubHours) ? { forget: { term: 'stub', whole: true } } : 'nothing-yet';
  const known = terms(network);
  const ours = await isOurs(store, row);
  const of = (kind: Datum['kind']): Datum => ({
    kind: ours ? 'own-data' : kind,
    origin: data.origin,
    at: data.firstSeenAt,
  });
  const ids = permits(known, 'keep', of('ids'), now);
  if (!ids.permitted) return { forget: { term: ids.term, whole: true } };
  const idsEnd = dutiesOf(known, of('ids')).keepFor !== undefined;
  if (data.state === 'removed' || data.forgotten) return idsEnd ? 'nothing-yet' : 'nothing-ever';
  const content = permits(known, 'keep', of('content'), now);
  if (!content.permitted) return { forget: { term: content.term, whole: false } };
  if (recheckAll) return 'look-up';
  const recheck = dutiesOf(known, of('content')).recheckWithin;
  if (recheck && now >= after(row.checkedAt, recheck.hours * early)) return 'look-up';
  return recheck || idsEnd || dutiesOf(known, of('content')).keepFor ? 'nothing-yet' : 'nothing-ever';
}

async function isOurs(store: StoreReader, { data }: Row): Promise<boolean> {
  const author = data?.participants.find(({ role }) => role === 'author')?.record;
  return author !== undefined && (await store.get('records', { id: author }))?.state === 'own';
}

async function letGo(
  { store, context, report }: Sweep,
  row: Row,
  what: { term: string; whole: boolean },
): Promise<void> {
  await forget(store, context, row, what);
  report[what.whole ? 'vanished' : 'forgotten'] += 1;
}

async function lookUp(sweep: Sweep, network: string, rows: Row[], verb: Sweep['networks'][string]): Promise<void> {
  const answers = new Map<string, LookedUp>();
  const refs = rows.map(({ realm, externalId }) => ({ network, realm, externalId }));
  try {
    for (const one of (await verb?.(refs, sweep.signal ? { signal: sweep.signal } : {})) ?? [])
      answers.set(interactionLock(one.of), one);
  } finally {
    for (const row of rows) await settle(sweep, row, answers.get(interactionLock(row)));
  }
}

/** Does what the network's answer asks for. What could not be looked up in time goes. */
async function settle(sweep: Sweep, row: Row, answer: LookedUp | undefined): Promise<void> {
  const { store, context, ingest, report, terms, now } = sweep;
  if (answer === undefined || answer.state === 'unknown') {
    const { recheckWithin } = dutiesOf(terms(row.network), { kind: 'content', origin: row.data?.origin ?? 'api' });
    if (recheckWithin && now >= after(row.checkedAt, recheckWithin.hours))
      await letGo(sweep, row, { term: recheckWithin.term, whole: false });
    return;
  }
  if (answer.observed)
    await ingest.page({ page: { items: [answer.observed], rejected: [] }, channel: row.data?.channels[0] ?? 'sweep' });
  const changes = await store.transaction(async (transaction) => {
    await transaction.lock(() => [interactionLock(row)]);
    const at = instantOf(context.clock);
    const present = await transaction.get('interactions', { id: row.id });
    if (!present?.data) return [];
    const type = answer.state === 'standing' ? 'restored' : (answer.state as 'removed' | 'hidden');
    const bodies: ChangeBody[] = await endInteraction(transaction, context, { type, of: row, at, by: 'network' });
    const data = (await transaction.get('interactions', { id: row.id }))?.data;
    if (data) await putInteraction(transaction, data, at);
    return appendChanges(transaction, context, bodies);
  });
  if (answer.state === 'standing') report.checked += 1;
  for (const { type } of changes) if (type === 'removed' || type === 'hidden' || type === 'restored') report[type] += 1;
}
