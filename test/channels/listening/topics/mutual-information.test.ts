import { expect, it } from 'vitest';
import { adjustedMutualInformation } from '../../../../bench/listening/mutual-information.js';

it('scores partitions as scikit-learn does', () => {
  const scored = [
    [[0, 0, 1, 1, 2, 2], [0, 0, 1, 2, 2, 2], 0.5023607027202738],
    [[...'aaabbbcc'], [...'xyxyxyxy'], -0.2027281204174666],
    [[0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0], 1],
    [[0, 1, 2, 3, 0, 1, 2, 3, 0, 1], [0, 0, 1, 1, 0, 0, 1, 1, 1, 0], 0.3478450327222837],
  ] as const;
  for (const [left, right, value] of scored) expect(adjustedMutualInformation(left, right)).toBeCloseTo(value, 9);
});
