import { describe, expect, it } from 'vitest';
import { recordedBluesky } from '../../../../examples/demo/recorded-fetch.js';
import { bluesky } from '../../../../src/channels/connectors/bluesky/index.js';
import { type Observed, observed } from '../../../../src/core/model/observed.js';

const open = () => {
  const recorded = recordedBluesky();
  const brand = bluesky({
    service: 'https://bsky.social',
    identifier: 'harborbikes.test',
    password: 'recorded',
    fetch: recorded.fetch,
  });
  return { recorded, brand };
};
const told = (items: Observed[]) =>
  items.map((item) => {
    expect(observed.safeParse(item).error).toBeUndefined();
    if (item.type !== 'said') return item.type;
    const author = item.profiles[0];
    return `${author?.attributes.name}: ${item.interaction.content.text.slice(0, 20)}`;
  });

describe('the recorded story', () => {
  it('is told in two days', async () => {
    const { recorded, brand } = open();
    const first = await brand.mentions();
    expect(first.rejected).toEqual([]);
    expect(told(first.items)).toEqual([
      'Dockside News: Sources say @harborb',
      'Tomás Okafor: Hi @harborbikes.test',
      'Maya Lindqvist: Second week without ',
    ]);
    recorded.nextDay();
    const second = await brand.mentions();
    expect(told(second.items)).toEqual([
      'Priya Raman: Three years on a @ha',
      'Maya Lindqvist: Picked it up today, ',
      'Tomás Okafor: Hi @harborbikes.test',
      'Maya Lindqvist: Second week without ',
    ]);
    const refs = [...first.items, ...second.items].flatMap((item) => (item.type === 'said' ? [item.interaction] : []));
    const found = await brand.lookup(refs.map(({ network, realm, externalId }) => ({ network, realm, externalId })));
    expect(found.map(({ state }) => state)).toEqual(['removed', ...Array(6).fill('standing')]);
  });

  it('names what ties people to contacts', async () => {
    const { recorded, brand } = open();
    recorded.nextDay();
    const { items } = await brand.mentions();
    const stated = items.flatMap((item) => (item.type === 'said' ? (item.profiles[0]?.identifiers ?? []) : []));
    const addresses = stated.filter(({ kind }) => kind === 'url' || kind === 'email').map(({ value }) => value);
    expect(new Set(addresses)).toEqual(new Set(['https://maya-lindqvist.example', 'tomas.okafor@example.org']));
    expect(await brand.own()).toMatchObject([{ own: true, attributes: { name: 'Harbor Bikes' } }]);
  });

  it('answers as it did, and the customer’s thanks stand beneath the answer', async () => {
    const { recorded, brand } = open();
    const complaint = (await brand.mentions()).items.at(-1);
    if (complaint?.type !== 'said') throw new Error('the complaint is missing');
    const to = { network: 'bluesky', realm: '', externalId: complaint.interaction.externalId };
    const reply = await brand.reply.send({
      key: 'any key of the app',
      draft: { to, text: 'We are sorry, @maya-rides.test.' },
    });
    recorded.nextDay();
    const thread = await brand.thread(to);
    expect(told(thread.items).map((line) => line.split(':')[0])).toEqual([
      'Maya Lindqvist',
      'Harbor Bikes',
      'Maya Lindqvist',
    ]);
    const thanks = thread.items[2];
    expect(thanks?.type === 'said' && thanks.interaction.inReplyTo).toEqual(reply.ref);
  });
});
