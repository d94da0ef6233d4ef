import type { Context } from '../../../core/context.js';
import type { Change, ChangeBody } from '../../../core/model/change.js';
import { enqueue, outboxKeyLock } from '../../../core/outbox/enqueue.js';
import type { Store, StoreTransaction } from '../../../core/store/store.js';
import type { Looked } from './look-at.js';
import type { SeriesAlert, StormWatch, Watched } from './storm-watch.js';

/** What must be kept of alerts, with the place up to which was watched. */
export interface Alerting {
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

export const noAlerts: Alerting = { locks: [], keep: async () => [] };

/** Watches nothing. */
export const silentDesk: AlertDesk = { observe: async () => noAlerts, advance: async () => noAlerts };

/** The outbox's name of a target. */
export function targetOfAlerts(name: string): string {
  return `alert:${name}`;
}

/** An alert has one change and one entry a target, however often it is told. */
export function alertDesk({ store, context, watch, targets }: AlertDeskOptions): AlertDesk {
  function alerting({ alerts, keep }: Watched): Alerting {
    const entries = alerts.flatMap((alert) =>
      targets.map(targetOfAlerts).map((target) => ({ target, key: `${target} ${nameOf(alert)}`, alert })),
    );
    return {
      locks: entries.map(({ key }) => outboxKeyLock(key)),
      async keep(transaction) {
        await keep(transaction);
        for (const { target, key, alert } of entries)
          await enqueue(transaction, context, {
            key,
            queue: `${target} ${episodeOf(alert)}`,
            target,
            verb: 'alert',
            payload: alert,
            records: alert.kind === 'repost' ? [] : alert.causes.authors,
            by: 'listen',
          });
        return alerts.map((alert) => ({ type: 'alert', alert: nameOf(alert) }));
      },
    };
  }

  return {
    async observe(page, looked) {
      const first = new Set(page.flatMap((one) => (one.type === 'said' && !one.revised ? [one.interaction] : [])));
      const heard = looked.filter(({ interaction, own }) => !own && first.has(interaction.id));
      return alerting(await watch.observe(store, heard, goneIn(page)));
    },
    async advance() {
      const watched = await watch.advance(store);
      return watched.alerts.length > 0 ? alerting(watched) : noAlerts;
    },
  };
}

function nameOf({ series, key }: SeriesAlert): string {
  return `${series}/${key}`;
}

/** Alerts of one storm go out in their order; one that waits for a person keeps no other storm waiting. */
function episodeOf(alert: SeriesAlert): string {
  return `${alert.series} ${alert.kind === 'repost' ? alert.removal.interaction : alert.openedAt}`;
}

/** What must not be known any more. */
function goneIn(page: readonly Change[]): ReadonlySet<string> {
  return new Set(
    page.flatMap((one): string[] => {
      if (one.type === 'erased') return [...one.records, ...one.interactions];
      return one.type === 'removed' ? [one.interaction] : [];
    }),
  );
}
