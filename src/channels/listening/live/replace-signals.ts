import type { InteractionId } from '../../../core/model/id.js';
import { type Signal, toldByNetwork } from '../../../core/model/signal.js';
import type { StoreTransaction } from '../../../core/store/store.js';

/** The most signals of an interaction. */
const most = 10_000;

/**
 * Puts what was found in the place of what was found before; tells whether anything is different.
 *
 * @param isMeant whether what an analyzer found before is to be replaced
 */
export async function replaceSignals(
  transaction: StoreTransaction,
  interaction: InteractionId,
  found: readonly Signal[],
  isMeant: (analyzer: string) => boolean,
): Promise<boolean> {
  const rows = await transaction.list('signals', 'byInteraction', { where: { interaction }, limit: most });
  const before = new Map(
    rows
      .filter(({ analyzer }) => analyzer !== toldByNetwork && isMeant(analyzer))
      .map(({ data }) => [nameOf(data), data]),
  );
  let isDifferent = false;
  for (const signal of found) {
    const { type, analyzer } = signal;
    const known = before.get(nameOf(signal));
    before.delete(nameOf(signal));
    if (known && known.value === signal.value && known.score === signal.score && known.version === signal.version)
      continue;
    isDifferent = true;
    await transaction.put('signals', { interaction, type, analyzer, data: signal });
  }
  for (const { type, analyzer } of before.values()) {
    isDifferent = true;
    await transaction.remove('signals', { interaction, type, analyzer });
  }
  return isDifferent;
}

function nameOf({ type, analyzer }: Signal): string {
  return `${type} ${analyzer}`;
}
