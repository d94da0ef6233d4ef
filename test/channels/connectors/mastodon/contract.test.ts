import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mastodonNetwork } from '../../../../src/channels/connectors/mastodon/network.js';
import { network as networkSchema } from '../../../../src/core/model/network.js';
import { account, type Call, FakeMastodon, me, mentionOfUs, notification, refOf, status } from './fake-mastodon.js';

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const file = `${shared}/specs/mastodon/openapi.json`;
const missing = existsSync(file) ? undefined : 'the folder shared is not beside the checkout';

interface Operation {
  parameters?: { name: string; in: string; schema?: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
}
interface Specification {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

let fake: FakeMastodon | undefined;
afterEach(() => fake?.close());

/** The specification as schemas of zod. Fields that servers other than Mastodon add are no fault. */
function specification() {
  const read = (): Specification =>
    JSON.parse(readFileSync(file, 'utf8').replaceAll('#/components/schemas/', '#/$defs/'));
  const { paths, components } = read();
  const schemaOf = (schema: unknown) => z.fromJSONSchema({ ...(schema as object), $defs: components.schemas } as never);
  const operationOf = ({ method, path }: Pick<Call, 'method' | 'path'>): Operation => {
    const parts = path.split('/');
    const fits = (pattern: string) => {
      const wanted = pattern.split('/');
      return (
        wanted.length === parts.length && wanted.every((part, index) => part.startsWith('{') || part === parts[index])
      );
    };
    // A path with fewer placeholders is the nearer one: /accounts/lookup before /accounts/{id}.
    const pattern = Object.keys(paths)
      .filter(fits)
      .sort((left, right) => left.split('{').length - right.split('{').length)[0];
    const operation = pattern && paths[pattern]?.[method.toLowerCase()];
    if (!operation) throw new Error(`the specification has no ${method} ${path}`);
    return operation;
  };
  return { entity: (name: string) => schemaOf({ $ref: `#/$defs/${name}` }), schemaOf, operationOf };
}

describe.skipIf(missing)(`the specification${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('allows what the fake answers', () => {
    const { entity } = specification();
    const problem = (name: string, value: unknown) => entity(name).safeParse(value).error?.issues[0];
    expect(problem('Account', account())).toBeUndefined();
    expect(problem('Status', status('5', { mentions: [mentionOfUs] }))).toBeUndefined();
    expect(problem('Quote', { state: 'accepted', quoted_status: status('4') })).toBeUndefined();
    expect(problem('Notification', notification('7', 'mention', { status: status('5') }))).toBeUndefined();
    expect(problem('Status', status('5', { content: 7 }))).toBeDefined();
    expect(problem('Account', { ...account(), username: undefined })).toBeDefined();
  });

  it('allows what the documentation is shown to answer', () => {
    const { entity } = specification();
    const answers = JSON.parse(
      readFileSync(new URL('../../../fixtures/mastodon/answers.json', import.meta.url), 'utf8'),
    );
    expect(entity('Account').safeParse(answers['/api/v1/accounts/verify_credentials']).error).toBeUndefined();
    const notifications = answers['/api/v1/notifications'] as unknown[];
    expect(notifications.length).toBeGreaterThan(0);
    for (const one of notifications) expect(entity('Notification').safeParse(one).error).toBeUndefined();
  });

  it('allows every request that is sent', async () => {
    const { schemaOf, operationOf } = specification();
    fake = await FakeMastodon.open({
      'POST /api/v1/statuses': () => ({ body: status('77', { account: account(me) }) }),
      'POST /api/v1/statuses/5/favourite': () => ({ body: status('5') }),
      'DELETE /api/v1/statuses/6': () => ({ body: status('6') }),
      'GET /api/v1/accounts/2': () => ({ body: account() }),
      'GET /api/v1/notifications': () => ({ body: [] }),
      'GET /api/v1/timelines/home': () => ({ body: [] }),
      'GET /api/v1/timelines/tag/kettle': () => ({ body: [] }),
      'GET /api/v1/accounts/1/statuses': () => ({ body: [] }),
      'GET /api/v2/search': () => ({ body: { accounts: [], statuses: [], hashtags: [] } }),
      'GET /api/v1/statuses/5/context': () => ({ body: { ancestors: [], descendants: [] } }),
    });
    fake.has(status('5'), status('6', { account: account(me) }));
    const brand = fake.connect({ reactions: true, visibility: 'unlisted' });
    const of = refOf('5', fake.realm);
    const to = { source: `mastodon/${fake.realm}`, externalId: '2' };
    const key = 'any key';
    await brand.own();
    await brand.mentions({ limit: 10, cursor: '4' });
    await brand.posts({ cursor: '4' });
    await fake.connect({ home: true }).posts({ cursor: '4' });
    await brand.search('kettle', { cursor: '40' });
    await brand.search('#kettle', { cursor: '4' });
    await brand.thread(of);
    await brand.lookup([of, refOf('6', fake.realm)]);
    await brand.profile({ handle: 'maya@far.example' });
    await brand.profile({ externalId: '2' });
    await brand.reply.send({ key, draft: { to: of, text: 'Sorry!', language: 'en' } });
    await brand.reply.find?.({ key, draft: { to: of, text: 'Sorry!' } });
    await brand.publish.send({ key, draft: { text: 'hello' } });
    await brand.publish.find?.({ key, draft: { text: 'hello' } });
    await brand.message.send({ key, draft: { to, text: 'hello' } });
    await brand.like.send({ key, draft: { of, reason: 'kind' } });
    await brand.remove.send({ key, draft: { of: refOf('6', fake.realm), reason: 'typo' } });
    const seen = new Set<string>();
    for (const call of fake.calls) {
      const operation = operationOf(call);
      seen.add(`${call.method} ${call.path}`);
      const known = operation.parameters?.filter((one) => one.in === 'query').map(({ name }) => name) ?? [];
      for (const name of call.query.keys()) expect(known, `${call.path} ${name}`).toContain(name.replace('[]', ''));
      if (Object.keys(call.body).length === 0) continue;
      const schema = operation.requestBody?.content['application/json']?.schema;
      expect(schema, call.path).toBeDefined();
      expect(schemaOf(schema).safeParse(call.body).error?.issues[0]).toBeUndefined();
    }
    expect(seen.size).toBeGreaterThan(15);
  });
});

it('the network’s data is as the model wants it', () => {
  expect(networkSchema.parse(mastodonNetwork)).toEqual(mastodonNetwork);
});
