import { numberCells } from '../../cells/csv-cells.js';
import { foundPairsOf } from '../../splink/pairs/found-pairs.js';
import { makeRules } from '../block/rules.js';
import { weighPairs } from '../score/edges.js';
import { drawPairs } from '../train/draw.js';
import type { Task } from './steps.js';

/** Every task that another thread may be asked to do, by its name. */
export const tasks: ReadonlyMap<string, Task<never, never, unknown>> = new Map(
  [numberCells, makeRules, drawPairs, weighPairs, foundPairsOf].map((task) => [task.name, task]),
);
