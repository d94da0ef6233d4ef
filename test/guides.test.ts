import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

it.each([
  ['docs/guides/connectors.md', 'examples/custom-network.ts'],
  ['docs/guides/crm-adapters.md', 'examples/custom-crm.ts'],
])('%s shows %s as it is, and it is short', (page, example) => {
  const code = read(example);
  expect(read(page)).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
  expect(code.split('\n').length).toBeLessThan(150);
});
