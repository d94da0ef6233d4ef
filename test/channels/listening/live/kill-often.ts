import { random } from '../../../../bench/made-up.js';
import { runAndKill } from '../../../support/killed-child.js';

/** How often a way of listening is killed. */
export const kills = Number(process.env.KENNING_KILLS ?? 10);

/** Kills a child that listens at random moments, and checks each place once the child is through. */
export async function killOften(
  child: string,
  newPlace: () => string,
  check: (place: string, what: string) => Promise<void>,
): Promise<void> {
  const seed = Date.now() % 1_000_000;
  const next = random(seed);
  const unharmed = newPlace();
  const tookMs = Number(await runAndKill(child, [unharmed]));
  await check(unharmed, 'never killed');
  for (let killed = 0, number = 1; killed < kills; number += 1) {
    const place = newPlace();
    const killAfter = () => (killed < kills ? (next() * tookMs) / 2 : undefined);
    while ((await runAndKill(child, [place], killAfter())) === 'killed') killed += 1;
    await check(place, `seed ${seed}, store ${number}`);
  }
}
