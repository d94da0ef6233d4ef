import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { drawSpike } from '../../../../bench/listening/draw-spike.js';

it('the picture of the documentation is what the detector says today', async () => {
  await expect(drawSpike()).toMatchFileSnapshot(
    fileURLToPath(new URL('../../../../docs/listening/spike.svg', import.meta.url)),
  );
});
