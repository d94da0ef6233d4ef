// Records the demo's story: runs it on a Bluesky network on loopback and keeps the answers that the connector got.
//
//   KENNING_POSTGRES_URL=postgres://… node scripts/record-bluesky-demo.ts
//
// It needs test/bluesky-network/install.sh to have run, and redis-server.
import { existsSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Node runs TypeScript by itself but looks for the `.js` files that imports name.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(fileURLToPath(source))) return next(source.href, context);
    }
    return next(specifier, context);
  },
});

const { bluesky } = await import('../src/channels/connectors/bluesky/index.js');
const { startBlueskyNetwork } = await import('../test/support/bluesky-network.js');

interface Post {
  uri: string;
  cid: string;
}

interface Exchange {
  method: string;
  path: string;
  query: string;
  status: number;
  body: unknown;
}

const postgresUrl = process.env.KENNING_POSTGRES_URL;
if (!postgresUrl) throw new Error('Set KENNING_POSTGRES_URL to a PostgreSQL database that may be written to.');
const network = await startBlueskyNetwork(postgresUrl);
try {
  await record();
} finally {
  await network.close();
}

async function record(): Promise<void> {
  let exchanges: Exchange[] = [];
  let now = Date.parse('2026-11-23T09:00:00.000Z');
  const recording = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const response = await fetch(request);
    const body: unknown = await response.clone().json();
    exchanges.push({
      method: request.method,
      path: pathname,
      query: searchParams.toString(),
      status: response.status,
      body: withoutSecrets(body),
    });
    return response;
  };

  const account = (handle: string, profile: Record<string, string>) =>
    network.act<{ did: string; password: string }>('account', { handle, profile });
  const own = await account('harborbikes.test', {
    displayName: 'Harbor Bikes',
    description: 'City bikes, built in the old harbor. We answer on weekdays.',
    website: 'https://harborbikes.example',
  });
  const maya = await account('maya-rides.test', {
    displayName: 'Maya Lindqvist',
    description: 'To work by bike, every day. https://maya-lindqvist.example',
    website: 'https://maya-lindqvist.example',
  });
  const tomas = await account('tomas-okafor.test', {
    displayName: 'Tomás Okafor',
    description: 'Courier in Porto. tomas.okafor@example.org',
  });
  const priya = await account('priyaraman.test', {
    displayName: 'Priya Raman',
    description: 'Two kids, one cargo bike.',
  });
  const paper = await account('dockside-news.test', {
    displayName: 'Dockside News',
    description: 'The paper of the harbor.',
  });
  const people = [maya, tomas, priya, paper].map(({ did }) => did);

  const say = async (as: string, at: string, text: string, more: Record<string, unknown> = {}): Promise<Post> => {
    const post = await network.act<Post>('post', { as, text, createdAt: `${at}:00.000Z`, langs: ['en'], ...more });
    await network.act('processAll');
    return post;
  };
  const brand = bluesky({
    service: network.pds,
    identifier: 'harborbikes.test',
    password: own.password,
    fetch: recording,
    clock: { now: () => now },
  });
  const refOf = ({ uri }: Post) => ({ network: 'bluesky', realm: '', externalId: uri });
  const posts: Post[] = [];
  const look = async (): Promise<void> => {
    await brand.own();
    await brand.mentions();
    await brand.search('brake recall');
    for (const post of posts.slice(0, 2)) await brand.thread(refOf(post));
    await brand.lookup(posts.map(refOf));
    for (const did of people) await brand.profile({ externalId: did });
  };

  // Day 1.
  const complaint = await say(
    'maya-rides.test',
    '2026-11-23T07:42',
    'Second week without my bike, @harborbikes.test 😤 The brake recall letter said "within days". #brakerecall',
  );
  const question = await say(
    'tomas-okafor.test',
    '2026-11-23T08:05',
    'Hi @harborbikes.test, does the courier frame take 50 mm tyres? Olá from Porto 🚲',
  );
  const rumor = await say(
    'dockside-news.test',
    '2026-11-23T08:30',
    'Sources say @harborbikes.test will close its harbor shop. More at https://dockside-news.example/harbor-shop',
  );
  posts.push(complaint, question, rumor);
  now = Date.parse('2026-11-23T09:12:00.000Z');
  const text =
    'We are sorry, @maya-rides.test. Your brake set came in this morning and is yours tomorrow. Details: https://harborbikes.example/recall';
  const reply = await brand.reply.send({ key: 'demo-answer', draft: { to: refOf(complaint), text, language: 'en' } });
  await network.act('processAll');
  const answer = {
    uri: reply.ref.externalId,
    cid: String(reply.observed?.type === 'said' && reply.observed.interaction.version),
  };
  posts.push(answer);
  await look();
  keep('day-1', exchanges);

  // Day 2.
  exchanges = [];
  now = Date.parse('2026-11-24T09:00:00.000Z');
  const thanks = await say(
    'maya-rides.test',
    '2026-11-24T08:15',
    'Picked it up today, brakes like new. Thank you! 🙏',
    {
      reply: { root: complaint, parent: answer },
    },
  );
  const praise = await say(
    'priyaraman.test',
    '2026-11-24T08:40',
    'Three years on a @harborbikes.test cargo bike and not one flat tyre. Love it ❤️',
  );
  await network.act('like', { as: 'priyaraman.test', ...complaint });
  await network.act('delete', { as: 'dockside-news.test', uri: rumor.uri });
  await network.act('processAll');
  posts.push(thanks, praise);
  await look();
  keep('day-2', exchanges);
}

function keep(day: string, exchanges: Exchange[]): void {
  const once = new Map(
    exchanges.map((exchange) => [`${exchange.method} ${exchange.path}?${exchange.query}`, exchange]),
  );
  const file = new URL(`../examples/demo/data/bluesky/${day}.json`, import.meta.url);
  writeFileSync(file, `${JSON.stringify([...once.values()], null, 1)}\n`);
}

function withoutSecrets(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('accessJwt' in body)) return body;
  const { did, handle, active } = body as Record<string, unknown>;
  return { did, handle, active, accessJwt: 'recorded', refreshJwt: 'recorded' };
}
