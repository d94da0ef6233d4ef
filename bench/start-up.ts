import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Bench, median, rounded } from './figure.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Prints how long each import took, one after another in a process of its own. */
const script = (modules: readonly string[]) => `
  const took = [];
  for (const name of ${JSON.stringify(modules)}) {
    const began = performance.now();
    await import(name);
    took.push(performance.now() - began);
  }
  console.log(JSON.stringify(took));`;

/** What importing the built package costs a cold process that has zod and eventemitter3 already. */
export const startUp: Bench = async ({ quick }) => {
  const modules = ['zod', 'eventemitter3', 'kenning'];
  const runs = Array.from({ length: quick ? 5 : 31 }, () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script(modules)], {
      cwd: root,
      encoding: 'utf8',
    });
    const [zod = 0, emitter = 0, kenning = 0] = JSON.parse(output) as number[];
    return { before: zod + emitter, kenning };
  });
  return [
    {
      what: 'import of zod and eventemitter3',
      value: rounded(median(runs.map(({ before }) => before)), 1),
      unit: 'ms',
    },
    {
      what: 'import of kenning beyond them',
      value: rounded(median(runs.map(({ kenning }) => kenning)), 1),
      unit: 'ms',
      aim: { atMost: 15 },
    },
  ];
};
