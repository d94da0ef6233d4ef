import type { Table } from '../../src/identity/engine/columns/column.js';
import { clusterTable } from '../../src/identity/engine/engine.js';
import { evaluateClusters } from '../../src/identity/evaluate.js';
import { type Figure, rounded } from '../figure.js';

const probabilities = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** How much F1 varies over the thresholds that people choose among. */
export function measureThresholds(name: string, table: Table, truth: readonly string[]): Figure {
  const all = probabilities.map((probability) => {
    const { clusters } = clusterTable(table, { cut: Math.log2(probability / (1 - probability)) });
    return evaluateClusters([...clusters], [...truth]).f1;
  });
  return {
    what: `${name}, F1 over thresholds from ${probabilities[0]} to ${probabilities.at(-1)}, best less worst`,
    value: rounded(Math.max(...all) - Math.min(...all), 4),
    unit: '',
    aim: { atMost: 0.01 },
  };
}
