import { describe, expect, it } from 'vitest';
import { beacon } from '../../examples/beacon/beacon.ts';
import { BeaconServer } from '../../examples/beacon/beacon-server.ts';
import { beaconXml } from '../../examples/beacon/beacon-xml.ts';
import { memory } from '../../src/core/store/memory.js';
import { kenning, presetForOne } from '../../src/index.js';
import { FakeNetwork } from '../../src/testing/index.js';
import { type ConnectorSubject, connectorSuite, fakeNetworkSide } from '../../src/testing/suites/index.js';

const baseUrl = 'https://beacon.example/api';
const webhookSecret = 'made-up';

const subject: ConnectorSubject = {
  renews: true,
  open({ served, secret, timeoutMs, clock }) {
    const network = new FakeNetwork({ clock });
    const server = new BeaconServer(network, secret);
    const fetch = served(server.answer, beaconXml);
    return {
      connect: () => beacon({ baseUrl, secret, webhookSecret, timeoutMs, clock, fetch }),
      network: { ...fakeNetworkSide(network), deliver: (id) => server.deliver(id, webhookSecret) },
    };
  },
};

connectorSuite({ describe, it }, subject);

describe('a network that signs, counts and writes in its own ways', () => {
  function begin() {
    const network = new FakeNetwork();
    const maya = network.join({ handle: 'maya', name: 'Maya Lindqvist' });
    const server = new BeaconServer(network, 'canary-secret');
    const brand = beacon({
      ...{ baseUrl, secret: 'canary-secret', webhookSecret },
      fetch: async (input, init) => server.answer(new Request(input, init)),
    });
    const app = kenning({ store: memory(), channels: { brand }, strategy: presetForOne({ owner: 'Ann' }) });
    const say = (text: string) => network.say({ by: maya, text, mentions: ['us'] });
    const said = async () => (await app.timeline('@maya')).entries.map(({ interaction }) => interaction.content.text);
    return { network, server, app, say, said };
  }

  it('is read, told, answered, taken back and erased, with a session that ends in the middle', async () => {
    const { network, server, app, say, said } = begin();
    const first = say('My <bell> & horn\nring. 🔔 مرحبا');
    for (let n = 0; n < 40; n++) say(`It rings, ${n}.`);
    expect(await app.sync()).toMatchObject({ said: 41, failed: [] });
    expect(await said()).toContain('My <bell> & horn\nring. 🔔 مرحبا');

    network.edit(first, 'It rings on.');
    server.endSessions();
    expect(await app.sync()).toMatchObject({ said: 0, revised: 1, failed: [] });

    const told = say('By the way.');
    const answers = [told, told].map((id) => app.webhook('brand', server.deliver(id, webhookSecret)));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await app.webhook('brand', server.deliver(told, 'forged'))).status).toBe(401);
    await app.tick({ budgetMs: 5000 });
    expect((await said())[0]).toBe('By the way.');

    const [entry] = (await app.timeline('@maya')).entries;
    const reply = await app.reply({ to: entry?.interaction.id ?? '', text: 'Sorry <&> thanks', by: 'Ann' });
    expect(reply).toMatchObject({ state: 'done' });
    expect([...network.posts.values()].find(({ by }) => by === 'us')).toMatchObject({ text: 'Sorry <&> thanks' });

    network.remove(told);
    expect(await app.sync()).toMatchObject({ removed: 1, failed: [] });
    await app.erase('@maya', { by: 'Ann' });
    expect(await app.customer('@maya')).toBeUndefined();
    await app.close();
  });

  it('that wants to be left alone is left alone, as its own header says', async () => {
    const { server, app, say } = begin();
    say('Ding.');
    server.budget = 1;
    const { failed } = await app.sync();
    expect(failed).toMatchObject([{ from: 'brand', error: { code: 'rate-limited', retryable: true } }]);
    expect(failed[0]?.error.retryAfterMs).toBeGreaterThan(50_000);
    await app.close();
  });
});
