// Writes to a contact list until it is killed: see kill.test.ts. It tells of each write that was answered.
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { isKenningError } from '../../../../src/core/errors.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { contactsOf } from './listed.js';

const [file, start, people] = process.argv.slice(2) as [string, string, string];
const crm = csv({ file, id: 'id' });
for (let round = Number(start); ; round += 1) {
  const of = { source: crm.source, externalId: String(round % Number(people)) };
  const key = `title ${round}`;
  const activity = {
    key: `activity ${round}`,
    interaction: '019df237-3e80-7001-83e6-16232f6af0b1' as InteractionId,
    contact: of,
    kind: 'post',
    network: 'testnet',
    direction: 'inbound' as const,
    at: '2026-01-05T09:00:00.000Z',
    subject: 'Said',
    text: `Said "in" round ${round},\nat length: ${'x'.repeat(3000)}`,
  };
  process.stdout.write(`begun ${round}\n`);
  /** What another process wrote meanwhile is read first, as often as one is quicker. */
  const title = async (): Promise<unknown> =>
    crm.upsert.send({ key, of, attributes: { title: `Round ${round}` } }).catch(async (error: unknown) => {
      if (!isKenningError(error, 'conflict')) throw error;
      await contactsOf(crm);
      return title();
    });
  await Promise.all([title(), crm.logActivity.send(activity)]);
  process.stdout.write(`done ${round}\n`);
}
