import { appendChanges } from '../../../core/ingest/append-changes.js';
import { interactionLock } from '../../../core/ingest/lock-all.js';
import type { Change, ChangeBody } from '../../../core/model/change.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import { everyPage } from '../../../core/store/every-page.js';
import type { StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { telemetry } from '../../../core/telemetry.js';
import { type AlertDesk, type Alerting, noAlerts, silentDesk } from './alert-desk.js';
import type { Consulting } from './consulting.js';
import { hasWords } from './has-words.js';
import { type Looked, type LookOptions, lookAt } from './look-at.js';
import { replaceSignals } from './replace-signals.js';

export interface LiveListeningOptions extends LookOptions {
  /** Watches for storms and sends alerts. */
  alerts?: AlertDesk;
  /** Asks consultants again; the signals of those that are named are theirs alone. */
  consult?: Pick<Consulting, 'again'>;
  consultants?: readonly string[];
  /** Told of what is committed. */
  onChanges: (changes: readonly Change[]) => Promise<void>;
}

export interface CatchUpCall {
  signal?: AbortSignal;
  /** Whether to begin another page. */
  goOn?: () => boolean;
}

export interface ReanalyzeOptions {
  /** Only what was said at this moment or later. */
  since?: Instant;
  /** Whether consultants are asked again, too; the limit of a day holds. Defaults to false. */
  consult?: boolean;
  signal?: AbortSignal;
}

/** What a reanalysis came to. */
export interface Reanalyzed {
  interactions: number;
  /** So many have other signals than before. */
  changed: number;
  /** So many have other signals of consultants than before. */
  consulted: number;
}

/** Looks at what was taken in and keeps what it finds. */
export interface LiveListening {
  /** Looks at all that the change feed brings; tells whether it left something. */
  catchUp(call?: CatchUpCall): Promise<{ more: boolean }>;
  /** Lets time pass in which nothing came: a storm may be over. */
  advance(): Promise<void>;
  /** Looks at everything again: signals that are not found any more go. */
  reanalyze(options?: ReanalyzeOptions): Promise<Reanalyzed>;
}

const pageSize = 200;
const checkpoint = { name: 'listen' };
const lock = 'listen';

/**
 * Listens behind ingest, by the change feed. Its place in the feed is kept in the transaction that keeps what it found, so
 * that nothing is missed or found twice, however often a process is killed and however many are at it.
 */
export function liveListening(options: LiveListeningOptions): LiveListening {
  const { store, context, onChanges, alerts = silentDesk, consult } = options;
  const consultants = new Set(options.consultants ?? []);

  /** Keeps what was seen from a place on, unless another process has been faster. */
  async function commit(from: Place, sequence: number, looked: readonly Looked[], alerting: Alerting): Promise<void> {
    const changes = await store.transaction(async (transaction) => {
      const held = looked.map(({ interaction }) => interactionLock(interaction));
      await transaction.lock(() => [lock, ...held, ...alerting.locks]);
      if ((await placeIn(transaction)).turn !== from.turn) return [];
      await transaction.put('checkpoints', { ...checkpoint, data: { sequence, turn: from.turn + 1 } });
      const found = await keep(transaction, looked, consultants);
      return appendChanges(transaction, context, [...found, ...(await alerting.keep(transaction))]);
    });
    tell(changes, alerting);
    await onChanges(changes);
  }

  async function page(): Promise<boolean> {
    const place = await placeIn(store);
    const rows = await store.list('changes', 'all', {
      where: {},
      after: { sequence: place.sequence },
      limit: pageSize,
    });
    const last = rows.at(-1);
    if (!last) return false;
    const page = rows.map(({ data }) => data);
    const said = new Set(page.flatMap((one) => (one.type === 'said' ? [one.interaction] : [])));
    await telemetry.span('kenning.listen', { 'kenning.items': said.size }, async () => {
      const looked = await lookAt(options, said);
      await commit(place, last.sequence, looked, await alerts.observe(page, looked));
    });
    return true;
  }

  return {
    async catchUp({ signal, goOn = () => true } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        if (!goOn()) return { more: true };
        if (!(await page())) return { more: false };
      }
    },
    async advance() {
      const place = await placeIn(store);
      const [waiting] = await store.list('changes', 'all', {
        where: {},
        after: { sequence: place.sequence },
        limit: 1,
      });
      if (waiting) return;
      const alerting = await alerts.advance();
      if (alerting !== noAlerts) await commit(place, place.sequence, [], alerting);
    },
    async reanalyze({ since, signal, consult: asks = false } = {}) {
      const came: Reanalyzed = { interactions: 0, changed: 0, consulted: 0 };
      const listing = {
        size: pageSize,
        ...(since !== undefined && { from: { at: since } }),
        ...(signal && { signal }),
      };
      for await (const rows of everyPage(store, 'interactions', 'all', {}, listing)) {
        const ids = new Set(rows.map(({ id }) => id));
        const looked = await lookAt(options, ids);
        const changes = await store.transaction(async (transaction) => {
          await transaction.lock(() => looked.map(({ interaction }) => interactionLock(interaction)));
          return appendChanges(transaction, context, await keep(transaction, looked, consultants));
        });
        came.interactions += looked.length;
        came.changed += changes.length;
        await onChanges(changes);
        if (asks && consult) came.consulted += await consult.again(ids, signal);
      }
      return came;
    },
  };
}

interface Place {
  sequence: number;
  /** Counts what was kept, so that two processes tell whether they began at the same state. */
  turn: number;
}

async function placeIn(store: StoreReader): Promise<Place> {
  const place = (await store.get('checkpoints', checkpoint))?.data as Place | undefined;
  return place ?? { sequence: 0, turn: 0 };
}

/** Figures of what is committed; a page that another process kept has none. */
function tell(changes: readonly Change[], { alerts }: Alerting): void {
  const signals = changes.filter(({ type }) => type === 'signal').length;
  telemetry.count('kenning.signals', signals, {});
  if (changes.some(({ type }) => type === 'alert'))
    for (const { series, kind, phase, severity } of alerts)
      telemetry.count('kenning.alerts', 1, {
        'kenning.series': series,
        'kenning.alert': kind,
        'kenning.phase': phase,
        'kenning.severity': severity,
      });
}

/** Keeps what was found, unless the words have changed meanwhile: then the feed, or whoever took them, sees to it. */
async function keep(
  transaction: StoreTransaction,
  looked: readonly Looked[],
  consultants: ReadonlySet<string>,
): Promise<ChangeBody[]> {
  const changed: InteractionId[] = [];
  await transaction.foresee('signals', 'byInteraction', () =>
    looked.map(({ interaction }) => ({ interaction: interaction.id })),
  );
  for (const { interaction, signals } of looked) {
    const { id, version } = interaction;
    const now = (await transaction.get('interactions', { id }))?.data;
    if (!now || !hasWords(now) || now.version !== version) continue;
    if (await replaceSignals(transaction, id, signals, (analyzer) => !consultants.has(analyzer))) changed.push(id);
  }
  return changed.map((interaction) => ({ type: 'signal', interaction }));
}
