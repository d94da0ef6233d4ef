import type { DrawnCluster } from '../../identity/report/drawn-clusters.js';
import { oneLine } from '../commands/describe.js';
import { element, type Markup } from './markup.js';

const [width, height] = [340, 250];
const [middleX, middleY] = [width / 2, height / 2];
const radius = 85;

/** A cluster as a graph: its records in a circle, the heavier a pair the thicker its line. */
export function clusterChart({ rows, edges, size }: DrawnCluster, nameOf: (row: number) => string): Markup {
  const places = new Map(
    rows.map((row, place) => {
      const angle = (2 * Math.PI * place) / rows.length - Math.PI / 2;
      return [row, { x: Math.cos(angle), y: Math.sin(angle) }] as const;
    }),
  );
  const at = (row: number, distance: number): { x: string; y: string } => {
    const { x, y } = places.get(row) as { x: number; y: number };
    return { x: (middleX + x * distance).toFixed(1), y: (middleY + y * distance).toFixed(1) };
  };
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `a cluster of ${size} records as a graph` },
    edges
      .toSorted((a, b) => a.weight - b.weight)
      .map(({ left, right, weight }) => {
        const [one, other] = [at(left, radius), at(right, radius)];
        const thickness = Math.min(5, Math.max(0.8, weight / 6)).toFixed(1);
        return element('line', {
          x1: one.x,
          y1: one.y,
          x2: other.x,
          y2: other.y,
          'stroke-width': thickness,
          class: weight < 0 ? 'edge doubtful' : 'edge',
        });
      }),
    rows.map((row) => {
      const [dot, name] = [at(row, radius), at(row, radius + 15)];
      const { x } = places.get(row) as { x: number };
      const side = x > 0.3 ? 'begin' : x < -0.3 ? 'end' : 'center';
      return [
        element('circle', { cx: dot.x, cy: dot.y, r: 5, class: 'node' }),
        element('text', { x: name.x, y: name.y, class: `name ${side}` }, oneLine(nameOf(row), 12)),
      ];
    }),
  );
}
