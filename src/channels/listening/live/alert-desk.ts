import type { Context } from '../../../core/context.js';
import type { Alert } from '../../../core/model/alert.js';
import type { Change, ChangeBody } from '../../../core/model/change.js';
import type { RecordId } from '../../../core/model/id.js';
import { enqueue, outboxKeyLock } from '../../../core/outbox/enqueue.js';
import type { Store, StoreReader, StoreTransaction } from '../../../core/store/store.js';
import { quotedIn } from './alert-message.js';
import { forgetInAlerts, keepAlert } from './keep-alert.js';
import type { Looked } from './look-at.js';
import { newsIn } from './page-news.js';
import type { StormWatch, Watched } from './storm-watch.js';

/** What must be kept of alerts, with the place up to which was watched. */
export interface Alerting {
  alerts: readonly Alert[];
  /** What the transaction holds beside its own. */
  locks: readonly string[];
  keep(transaction: StoreTransaction): Promise<ChangeBody[]>;
}

/** Watches what comes in, and puts alerts into the change feed and the outbox. */
export interface AlertDesk {
  observe(page: readonly Change[], looked: readonly Looked[]): Promise<Alerting>;
  advance(): Promise<Alerting>;
}

export interface AlertDeskOptions {
  store: Store;
  context: Context;
  watch: StormWatch;
  /** Names of targets; the outbox calls them by `alert:` and the name. */
  targets: readonly string[];
}

export const noAlerts: Alerting = { alerts: [], locks: [], keep: async () => [] };

/** Watches nothing. */
export const silentDesk: AlertDesk = { observe: async () => noAlerts, advance: async () => noAlerts };

/** The outbox's name of a target. */
export function targetOfAlerts(name: string): string {
  return `alert:${name}`;
}

/** An alert has one change and one entry a target, however often it is told. */
export function alertDesk({ store, context, watch, targets }: AlertDeskOptions): AlertDesk {
  function alerting({ alerts, keep }: Watched, erased: ReadonlySet<string>): Alerting {
    const entries = alerts.flatMap((alert) =>
      targets.map(targetOfAlerts).map((target) => ({ target, key: `${target} ${alert.id}`, alert })),
    );
    return {
      alerts,
      locks: entries.map(({ key }) => outboxKeyLock(key)),
      async keep(transaction) {
        await keep(transaction);
        await forgetInAlerts(transaction, erased);
        for (const alert of alerts) await keepAlert(transaction, alert);
        for (const { target, key, alert } of entries)
          await enqueue(transaction, context, {
            key,
            queue: `${target} ${episodeOf(alert)}`,
            target,
            verb: 'alert',
            payload: { alert: alert.id },
            records: await peopleIn(transaction, alert),
            by: 'listen',
          });
        return alerts.map(({ id }) => ({ type: 'alert', alert: id }));
      },
    };
  }

  return {
    async observe(page, looked) {
      const news = await newsIn(store, page, looked);
      return alerting(await watch.observe(store, news), news.erased);
    },
    async advance() {
      const watched = await watch.advance(store);
      return watched.alerts.length > 0 ? alerting(watched, new Set()) : noAlerts;
    },
  };
}

/** Alerts of one storm go out in their order; one that waits for a person keeps no other storm waiting. */
function episodeOf(alert: Alert): string {
  return `${alert.series} ${alert.kind === 'repost' ? alert.removal.interaction : alert.openedAt}`;
}

/** Whose words may go out with an alert, so that an erasure finds where they went. */
async function peopleIn(store: StoreReader, alert: Alert): Promise<RecordId[]> {
  const people = new Set<RecordId>();
  for (const id of quotedIn(alert)) {
    const interaction = (await store.get('interactions', { id }))?.data;
    for (const { role, record } of interaction?.participants ?? []) if (role === 'author') people.add(record);
  }
  return [...people];
}
