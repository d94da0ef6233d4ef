import type { ChangeBody } from '../../../core/model/change.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { Route } from '../../../core/model/route.js';
import type { StoreTransaction } from '../../../core/store/store.js';

/** Keeps where something goes in the place of where it went; says so when that is to other teams. */
export async function keepRoutes(
  transaction: StoreTransaction,
  { id: interaction, at }: Interaction,
  routes: readonly Route[],
): Promise<ChangeBody[]> {
  const before = await transaction.list('routes', 'byInteraction', { where: { interaction }, limit: 1000 });
  for (const route of routes) await transaction.put('routes', { interaction, team: route.to, at, data: route });
  const to = routes.map((route) => route.to);
  const gone = before.filter(({ team }) => !to.includes(team));
  for (const { team } of gone) await transaction.remove('routes', { interaction, team });
  const isSame = gone.length === 0 && before.length === to.length;
  return isSame ? [] : [{ type: 'routed', interaction, to }];
}
