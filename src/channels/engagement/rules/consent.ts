import type { SourceRecord } from '../../../core/model/source-record.js';
import { refuse } from '../refusal.js';
import type { Gate, Rule } from '../rule.js';

/** Our words to somebody heed what they said: `service` unless it was refused, anything else only when granted. */
export const isConsented: Rule = async (gate) => {
  const { intent, connector, consentOf } = gate;
  if (intent.verb !== 'message' && intent.verb !== 'reply') return undefined;
  const purpose = intent.purpose ?? 'service';
  const stated = consentOf(await recordsOf(gate)).filter((consent) => consent.purpose === purpose);
  const network = connector?.network.id;
  const said = stated.find(({ channel }) => channel === network) ?? stated.find(({ channel }) => channel === '*');
  if (said?.state === 'granted' || (!said && purpose === 'service')) return undefined;
  return refuse('consent', `The person has ${said?.state ?? 'not granted'} words for ${purpose} on this network.`);
};

/** All records of the customer: a refusal that any system holds counts. */
async function recordsOf({ store, record, customerOf }: Gate): Promise<SourceRecord[]> {
  if (!record) return [];
  const customer = await customerOf(store, record);
  const members = customer
    ? await store.list('members', 'byCustomer', { where: { customer }, limit: 10_000 })
    : [{ record }];
  const records: SourceRecord[] = [];
  for (const member of members) {
    const data = (await store.get('records', { id: member.record }))?.data;
    if (data) records.push(data);
  }
  return records;
}
