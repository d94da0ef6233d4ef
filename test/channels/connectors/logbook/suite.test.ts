import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { logbook } from '../../../../src/channels/connectors/logbook/index.js';
import { connectorSuite } from '../../../../src/testing/suites/connector/index.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

describe('a logbook', () => {
  connectorSuite(
    { describe, it },
    {
      except: { 'listings: of an empty network give nothing': 'an empty file is an export that was not finished' },
      open({ clock }) {
        files += 1;
        const file = join(folder, `log-${files}.jsonl`);
        let rows = 0;
        writeFileSync(file, '');
        return {
          connect: () => logbook({ file, own: ['support@harborbikes.example'], zone: 'UTC', clock }),
          network: {
            say(_listing, { text, at = '2026-05-04T09:00:00.000Z' }) {
              rows += 1;
              const row = {
                id: `row-${rows}`,
                at,
                kind: 'call',
                who: 'Maya Lindqvist',
                email: 'maya@people.example',
                text,
              };
              appendFileSync(file, `${JSON.stringify(row)}\n`);
              return row.id;
            },
          },
        };
      },
    },
  );
});
