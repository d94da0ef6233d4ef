import type { Context } from '../context.js';
import { writeAudit } from '../outbox/audit.js';
import type { Store, StoreReader, StoreTransaction } from '../store/store.js';

/** What of the strategy is kept, each in one row. */
export type StrategySetting = 'outcomes' | 'stage' | 'policy' | 'playbooks';

const nameOf = (setting: StrategySetting) => `strategy ${setting}`;

export async function settingOf<Value>(store: StoreReader, setting: StrategySetting): Promise<Value | undefined> {
  return (await store.get('settings', { name: nameOf(setting) }))?.data as Value | undefined;
}

/** Changes a setting and writes down who did; `undefined` from `change` leaves it as it is. */
export function changeSetting<Value>(
  store: Store,
  context: Context,
  options: { setting: StrategySetting; by: string; change: (old: Value | undefined) => Value | undefined },
): Promise<void> {
  const { setting, by, change } = options;
  return store.transaction(async (transaction: StoreTransaction) => {
    await transaction.lock(() => [nameOf(setting)]);
    const data = change(await settingOf<Value>(transaction, setting));
    if (data === undefined) return;
    await transaction.put('settings', { name: nameOf(setting), data });
    await writeAudit(transaction, context, 'strategy', { by, act: `declare ${setting}`, outcome: 'done' });
  });
}
