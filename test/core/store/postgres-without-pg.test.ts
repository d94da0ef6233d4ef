import { expect, it, vi } from 'vitest';
import { postgres } from '../../../src/core/store/postgres.js';

vi.mock('pg', () => {
  throw new Error('Cannot find package');
});

it('without the package pg, says what to install', async () => {
  const store = postgres({ connection: 'postgres://localhost/crm' });
  await expect(store.count('settings', 'all', {})).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('npm install pg'),
  });
  await store.close();
});
