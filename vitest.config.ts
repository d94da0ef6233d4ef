import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { templates } from './scripts/templates.js';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  define: templates,
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bluesky-network/**', 'test/spam-assassin/**', 'node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
  resolve: {
    alias: [
      { find: /^kenning$/, replacement: source('index.ts') },
      { find: /^kenning\/(memory|sqlite|postgres)$/, replacement: source('core/store/$1.ts') },
      { find: /^kenning\/identity$/, replacement: source('identity/index.ts') },
      { find: /^kenning\/listening$/, replacement: source('channels/listening/index.ts') },
      { find: /^kenning\/listening\/english$/, replacement: source('channels/listening/english/index.ts') },
      { find: /^kenning\/threads$/, replacement: source('threads/index.ts') },
      { find: /^kenning\/http$/, replacement: source('core/http/index.ts') },
      { find: /^kenning\/webhooks$/, replacement: source('webhooks.ts') },
      { find: /^kenning\/testing$/, replacement: source('testing/index.ts') },
      { find: /^kenning\/testing\/suites$/, replacement: source('testing/suites/index.ts') },
    ],
  },
});
