import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { email } from '../../../../src/channels/connectors/email/index.js';
import { connectorSuite } from '../../../../src/testing/suites/connector/index.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

describe('an archive of mails', () => {
  connectorSuite(
    { describe, it },
    {
      open({ clock }) {
        files += 1;
        const file = join(folder, `inbox-${files}.mbox`);
        let mails = 0;
        writeFileSync(file, '');
        return {
          connect: () => email({ files: [file], own: ['support@harborbikes.example'], clock }),
          network: {
            say(_listing, { text, at = '2026-05-04T09:00:00.000Z' }) {
              mails += 1;
              const body = Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');
              const head = [
                'From x Thu Jan  1 00:00:00 2026',
                'From: Maya Lindqvist <maya@people.example>',
                'To: support@harborbikes.example',
                `Message-ID: <${mails}@people.example>`,
                `Date: ${new Date(at).toUTCString().replace('GMT', '+0000')}`,
                'MIME-Version: 1.0',
                'Content-Type: text/plain; charset=utf-8',
                'Content-Transfer-Encoding: base64',
              ];
              appendFileSync(file, `${head.join('\n')}\n\n${body}\n\n`);
              return String(mails);
            },
          },
        };
      },
    },
  );
});
