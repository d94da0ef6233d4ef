// The Bluesky network on loopback: PLC, PDS and AppView of @atproto/dev-env, and a relay that speaks as Jetstream does.
// It prints one JSON line with its addresses, then takes a JSON command a line and answers each with a JSON line.
// Needs DB_POSTGRES_URL, REDIS_HOST and NET_SCHEMA (letters and `_`).
import { createInterface } from 'node:readline';
import { RichText } from '@atproto/api';
import { TestNetwork } from '@atproto/dev-env';
import { jsonToLex } from '@atproto/lexicon';
import { jetstream } from './jetstream.mjs';

const network = await TestNetwork.create({ dbPostgresSchema: process.env.NET_SCHEMA });
const relay = await jetstream(network);
const agents = new Map();

const commands = {
  async account({ handle, profile }) {
    const agent = network.pds.getAgent();
    const password = `password-of-${handle}`;
    await agent.createAccount({ handle, email: `${handle}@example.com`, password });
    if (profile)
      await agent.com.atproto.repo.putRecord({
        repo: agent.assertDid,
        collection: 'app.bsky.actor.profile',
        rkey: 'self',
        record: { $type: 'app.bsky.actor.profile', createdAt: new Date().toISOString(), ...profile },
      });
    agents.set(handle, agent);
    return { did: agent.assertDid, handle, password };
  },
  async post({ as, text, ...rest }) {
    const agent = agentOf(as);
    const rich = new RichText({ text });
    await rich.detectFacets(agent);
    return agent.post({ text: rich.text, facets: rich.facets, ...jsonToLex(rest) });
  },
  async record({ as, collection, rkey, record }) {
    const agent = agentOf(as);
    const { data } = await agent.com.atproto.repo.createRecord({ repo: agent.assertDid, collection, rkey, record });
    return { uri: data.uri, cid: data.cid };
  },
  async image({ as, base64, mediaType }) {
    const { data } = await agentOf(as).uploadBlob(Buffer.from(base64, 'base64'), { encoding: mediaType });
    return data.blob.toJSON?.() ?? data.blob;
  },
  delete: ({ as, uri }) => agentOf(as).deletePost(uri),
  like: ({ as, uri, cid }) => agentOf(as).like(uri, cid),
  follow: ({ as, did }) => agentOf(as).follow(did),
  async rename({ as, handle }) {
    const agent = agentOf(as);
    await agent.updateHandle({ handle });
    agents.set(handle, agent);
  },
  async get({ as, method, params }) {
    return (await agentOf(as).call(method, params)).data;
  },
  processAll: () => network.processAll(),
  dropSockets: () => relay.drop(),
  forgetFrames: () => relay.forget(),
};

function agentOf(handle) {
  const agent = agents.get(handle);
  if (!agent) throw new Error(`There is no account ${handle}.`);
  return agent;
}

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
say({ pds: network.pds.url, appview: network.bsky.url, jetstream: relay.url });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, command, ...parameters } = JSON.parse(line);
  if (command === 'stop') break;
  try {
    say({ id, result: (await commands[command](parameters)) ?? null });
  } catch (error) {
    say({ id, error: String(error?.message ?? error) });
  }
}
await relay.close();
await network.close();
process.exit(0);
