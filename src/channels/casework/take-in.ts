import { appendChanges } from '../../core/ingest/append-changes.js';
import { interactionLock } from '../../core/ingest/lock-all.js';
import type { Change, ChangeBody } from '../../core/model/change.js';
import type { InteractionId } from '../../core/model/id.js';
import type { StoreReader, StoreTransaction } from '../../core/store/store.js';
import { answered, heard } from './case/case-steps.js';
import { caseOfInteraction, caseworkLock, keepStep, readCase, tie, tieRecord } from './case/case-store.js';
import { caseOfConversation, openCaseOf } from './case/find-case.js';
import { writerOf } from './case/writer-of.js';
import type { CaseworkDesk } from './casework-options.js';
import { type StormNews, stormNews, takeStorm } from './incidents.js';
import { openFrom } from './open-from.js';
import { placeAnew } from './place-anew.js';
import { type Heard, hear } from './routing/hear.js';
import { keepRoutes } from './routing/keep-routes.js';

/** Few, so that a transaction names all that it holds. */
const pageSize = 50;
const checkpoint = { name: 'casework' };
const dayMs = 86_400_000;

interface Place {
  sequence: number;
  /** Counts what was kept, so that two processes tell whether they began at the same state. */
  turn: number;
}

/** What a page of the feed brings. */
interface News {
  heard: { heard: Heard; isNew: boolean }[];
  storms: StormNews[];
  /** Customers of whom something else is known now. */
  customers: ReadonlySet<string>;
}

/**
 * Takes in what the change feed brings: routes what was said, opens cases, and tells them what was said and answered. The
 * place in the feed is kept in the transaction that keeps what came of it. Signals come first: nothing is taken in that
 * `listen` has not looked at.
 */
export async function takeIn(
  desk: CaseworkDesk,
  { signal, goOn = () => true }: { signal?: AbortSignal; goOn?: () => boolean } = {},
): Promise<{ more: boolean }> {
  for (;;) {
    signal?.throwIfAborted();
    if (!goOn()) return { more: true };
    if (!(await takePage(desk))) return { more: false };
  }
}

async function takePage(desk: CaseworkDesk): Promise<boolean> {
  const { store } = desk;
  const place = await placeIn(store);
  const listened = await store.get('checkpoints', { name: 'listen' });
  const end = (listened?.data as { sequence?: number } | undefined)?.sequence ?? 0;
  const rows = await store.list('changes', 'all', {
    where: {},
    after: { sequence: place.sequence },
    limit: pageSize,
  });
  const changes = rows.flatMap(({ sequence, data }) => (sequence <= end ? [data] : []));
  const last = changes.at(-1);
  if (!last) return false;
  await keepPage(desk, place, last.sequence, await newsIn(desk, changes));
  return true;
}

async function newsIn({ store, rules, customerFactsOf }: CaseworkDesk, changes: readonly Change[]): Promise<News> {
  const isNew = new Map<InteractionId, boolean>();
  const customers = new Set<string>();
  const storms: StormNews[] = [];
  for (const change of changes) {
    if (change.type === 'said' || change.type === 'signal')
      isNew.set(change.interaction, isNew.get(change.interaction) || (change.type === 'said' && !change.revised));
    else if (change.type === 'merged' || change.type === 'record') customers.add(change.customer);
    else if (change.type === 'split') for (const one of change.into) customers.add(one);
    else if (change.type === 'alert') storms.push(...(await stormNews(store, change.alert)));
  }
  const found = await Promise.all(
    [...isNew].map(async ([id, first]) => ({ heard: await hear(store, id, rules, customerFactsOf), isNew: first })),
  );
  return { heard: found.flatMap((one) => (one.heard ? [{ ...one, heard: one.heard }] : [])), storms, customers };
}

async function keepPage(desk: CaseworkDesk, from: Place, sequence: number, news: News): Promise<void> {
  const { store, context, onChanges } = desk;
  const changes = await store.transaction(async (transaction) => {
    await transaction.lock(() => [
      caseworkLock,
      ...news.heard.map(({ heard: { interaction } }) => interactionLock(interaction)),
    ]);
    if ((await placeIn(transaction)).turn !== from.turn) return [];
    await transaction.put('checkpoints', { ...checkpoint, data: { sequence, turn: from.turn + 1 } });
    const bodies: ChangeBody[] = [];
    for (const storm of news.storms) bodies.push(...(await takeStorm(desk, transaction, storm)));
    for (const { heard: one, isNew } of news.heard) bodies.push(...(await takeOne(desk, transaction, one, isNew)));
    await placeAnew(desk, transaction, news.customers);
    return appendChanges(transaction, context, bodies);
  });
  await onChanges(changes);
}

async function takeOne(
  desk: CaseworkDesk,
  transaction: StoreTransaction,
  one: Heard,
  isNew: boolean,
): Promise<ChangeBody[]> {
  const { interaction, author, isOurs, routes } = one;
  const now = (await transaction.get('interactions', { id: interaction.id }))?.data;
  // Whoever changed it meanwhile has said so in the feed.
  if (!now || now.state === 'removed' || now.forgotten || now.version !== interaction.version) return [];
  if (isOurs) return isNew ? takeAnswer(desk, transaction, one) : [];
  const bodies = await keepRoutes(transaction, now, routes);
  const [wanted] = routes.filter(({ case: priority }) => priority !== undefined);
  if (!author || interaction.automatic || (await caseOfInteraction(transaction, interaction.id))) return bodies;
  const known =
    (await caseOfConversation(transaction, interaction)) ?? (wanted && (await openCaseOf(transaction, author)));
  if (known !== undefined)
    return [...bodies, ...(await takeMessage(desk, transaction, one, known, wanted !== undefined))];
  const isFresh = desk.context.clock.now() - Date.parse(interaction.at) <= desk.openWithinDays * dayMs;
  if (!wanted || !isFresh) return bodies;
  const opening = { rule: wanted.rule, reasons: wanted.reasons };
  const draft = { team: wanted.to, priority: wanted.case ?? 'normal', openedBy: wanted.rule, opening };
  return [...bodies, ...(await openFrom(desk, transaction, one, draft)).bodies];
}

/** Something more was said. What others throw in belongs to the conversation and asks nothing of us, unless a rule says so. */
async function takeMessage(
  { context, levels, weights }: CaseworkDesk,
  transaction: StoreTransaction,
  { interaction, author }: Heard,
  id: string,
  isWanted: boolean,
): Promise<ChangeBody[]> {
  const known = await readCase(transaction, id);
  if (!known || !author) return [];
  await tie(transaction, 'interaction', interaction.id, id);
  const customer = (await transaction.get('members', { record: author }))?.customer;
  const about = (await transaction.get('members', { record: known.record }))?.customer;
  if (!isWanted && customer !== about) return [];
  const step = heard(known, interaction.at, levels.named(known.level));
  const bodies = await keepStep(transaction, context, step, { interaction: interaction.id }, weights);
  await tieRecord(transaction, step.case, author);
  return bodies;
}

async function takeAnswer(
  { context, levels, weights }: CaseworkDesk,
  transaction: StoreTransaction,
  { interaction }: Heard,
): Promise<ChangeBody[]> {
  if (await caseOfInteraction(transaction, interaction.id)) return [];
  const id = await caseOfConversation(transaction, interaction);
  const known = id === undefined ? undefined : await readCase(transaction, id);
  if (!known) return [];
  await tie(transaction, 'interaction', interaction.id, known.id);
  const by = await writerOf(transaction, interaction);
  const step = answered(known, interaction.at, by, levels.named(known.level));
  return keepStep(transaction, context, step, { interaction: interaction.id, by }, weights);
}

async function placeIn(store: StoreReader): Promise<Place> {
  const place = (await store.get('checkpoints', checkpoint))?.data as Place | undefined;
  return place ?? { sequence: 0, turn: 0 };
}
