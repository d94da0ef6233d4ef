import { type Delivered, outbox } from '../../../core/outbox/outbox.js';
import type { Store } from '../../../core/store/store.js';
import { type AlertDesk, alertDesk, targetOfAlerts } from './alert-desk.js';
import { type AlertTargetOptions, alertTarget } from './alert-target.js';
import type { ListenOptions } from './listen-options.js';
import { stormWatch } from './storm-watch.js';

export interface AlertOfficeOptions extends AlertTargetOptions, Pick<ListenOptions, 'series' | 'targets'> {
  store: Store;
}

/** Watches for storms, and sends what it tells. */
export interface AlertOffice {
  desk: AlertDesk;
  deliver(call?: { signal?: AbortSignal; limit?: number; budgetMs?: number }): Promise<Delivered>;
}

/** @throws KenningError `invalid` for a target that can not be used */
export function alertOffice(options: AlertOfficeOptions): AlertOffice {
  const { store, context, series = {}, targets = {} } = options;
  const ways = Object.fromEntries(
    Object.entries(targets).map(([name, address]) => [targetOfAlerts(name), alertTarget(address, options)]),
  );
  return {
    desk: alertDesk({ store, context, watch: stormWatch(series, context), targets: Object.keys(targets) }),
    deliver: ({ signal, ...limits } = {}) =>
      outbox({ store, context, targets: ways, ...(signal && { signal }) }).deliver(limits),
  };
}
