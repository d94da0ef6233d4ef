import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Bench, median, rounded } from './figure.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Prints what each import took, one after another in a process of its own: milliseconds by the clock and of processor. */
const script = `
  const took = [];
  for (const name of ['zod', 'eventemitter3', 'kenning']) {
    const spent = process.cpuUsage();
    const began = performance.now();
    await import(name);
    const wall = performance.now() - began;
    const { user, system } = process.cpuUsage(spent);
    took.push({ wall, processor: (user + system) / 1000 });
  }
  console.log(JSON.stringify(took));`;

/** What importing the built package costs a cold process that has zod and eventemitter3 already. */
export const startUp: Bench = async ({ quick }) => {
  const runs = Array.from({ length: quick ? 5 : 31 }, () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
    });
    return JSON.parse(output) as { wall: number; processor: number }[];
  });
  const medianOf = (of: 'wall' | 'processor', ...places: number[]) =>
    rounded(median(runs.map((run) => places.reduce((sum, place) => sum + (run[place]?.[of] ?? 0), 0))), 1);
  return [
    { what: 'import of zod and eventemitter3', value: medianOf('wall', 0, 1), unit: 'ms' },
    { what: 'import of kenning beyond them', value: medianOf('wall', 2), unit: 'ms', aim: { atMost: 15 } },
    { what: 'processor time of zod and eventemitter3', value: medianOf('processor', 0, 1), unit: 'ms' },
    { what: 'processor time of kenning beyond them', value: medianOf('processor', 2), unit: 'ms' },
  ];
};
