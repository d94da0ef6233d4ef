import type { Kpi, Kpis } from '../../core/strategy/kpi.js';

const keepMs = 5 * 60_000;

/** KPIs that are computed at most every five minutes, so that not every answer reads the store through. */
export function rememberKpis(kpis: Kpis): Kpis {
  return Object.fromEntries(
    Object.entries(kpis).map(([name, kpi]): [string, Kpi] => {
      let known: { at: number; value: number } | undefined;
      return [
        name,
        async (store, now) => {
          const at = Date.parse(now);
          if (!known || at - known.at >= keepMs || at < known.at) known = { at, value: await kpi(store, now) };
          return known.value;
        },
      ];
    }),
  );
}
