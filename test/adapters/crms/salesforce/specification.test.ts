import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { describeOf, fakeObjects } from '../../../support/salesforce/objects.js';
import { activityDraft, adapterOf, listed, refOf } from './organization.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  allOf?: Schema[];
}
interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface Specification {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const folder = join(shared, 'specs/salesforce');
const file = join(folder, 'platform-rest-v64-openapi.json');
const isThere = existsSync(file);
const specification: Specification = isThere
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { paths: {}, components: { schemas: {} } };

/** The specification requires of every record what the one in its example has. */
const ofTheExample = /records\[\]\.(?:Name|Id|NumberOfEmployees)$/;

/** Where a value differs from a schema. */
function* differences(value: unknown, schema: Schema, at: string): Generator<string> {
  if (schema.$ref) {
    const named = specification.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (named) yield* differences(value, named, at);
    return;
  }
  for (const part of schema.allOf ?? []) yield* differences(value, part, at);
  if (schema.oneOf?.every((one) => [...differences(value, one, at)].length > 0)) yield `${at}: fits none`;
  const types = [schema.type ?? []].flat();
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits = types.length === 0 || types.includes(type) || (type === 'number' && types.includes('integer'));
  if (!fits) yield `${at}: ${type}, not ${types}`;
  if (type === 'array') for (const item of value as unknown[]) yield* differences(item, schema.items ?? {}, `${at}[]`);
  if (type !== 'object') return;
  for (const name of schema.required ?? [])
    if (!Object.hasOwn(value as object, name) && !ofTheExample.test(`${at}.${name}`)) yield `${at}.${name}: missing`;
  for (const [name, inner] of Object.entries(schema.properties ?? {}))
    if (Object.hasOwn(value as object, name))
      yield* differences((value as Record<string, unknown>)[name], inner, `${at}.${name}`);
}

function operationOf(method: string, path: string): Operation | undefined {
  const wanted = `/services/data/v64.0/${path}`.split('/');
  for (const [known, operations] of Object.entries(specification.paths)) {
    const parts = known.split('/');
    const fits =
      parts.length === wanted.length && parts.every((part, at) => part.startsWith('{') || part === wanted[at]);
    const operation = operations[method.toLowerCase()];
    if (fits && operation) return operation;
  }
  return undefined;
}

const schemaOf = (content: Record<string, { schema: Schema }> | undefined) =>
  Object.values(content ?? {})[0]?.schema ?? {};

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

describe.skipIf(!isThere)(
  'what is sent and answered is as the specification has it (skipped without the shared data)',
  () => {
    it('in every request of the REST API', async () => {
      const crm = adapterOf(fake, { apiVersion: '64.0', custom: ['Industry'] });
      const id = fake.add('Contact', { LastName: 'L' });
      await listed(crm);
      await crm.access();
      await crm.upsert.send({ key: 'new', attributes: { name: 'Maya' } });
      await crm.upsert.send({ key: 'k', of: refOf(id), attributes: { title: 'T' } });
      await crm.logActivity.send(activityDraft(id));
      await adapterOf(fake, { apiVersion: '64.0', keyField: undefined }).logActivity.send(activityDraft(id));
      await crm.erase.send({ key: 'e', of: refOf(id), activities: [activityDraft(id).key] });
      const seen = new Set<string>();
      for (const { method, path, version, body } of fake.calls.filter((call) => call.version)) {
        expect(version).toBe('64.0');
        const operation = operationOf(method, path);
        expect(operation, `${method} ${path}`).toBeDefined();
        seen.add(
          `${method} ${path.replace(/\/(Contact|Account|Lead|Task|Case|Opportunity|SocialPersona|SocialPost)\b/, '/*')}`,
        );
        const schema = schemaOf(operation?.requestBody?.content);
        if (body) expect([...differences(JSON.parse(body), schema, `${method} ${path}`)]).toEqual([]);
      }
      expect([...seen].sort()).toEqual([
        'DELETE composite/sobjects',
        'GET limits',
        'GET queryAll',
        'GET sobjects/*/describe',
        'PATCH composite/sobjects',
        'PATCH composite/sobjects/*/Kenning_Key__c',
        'POST composite/sobjects',
      ]);
    });

    it('in every answer of the fake', async () => {
      const id = fake.add('Contact', { LastName: 'L' });
      const ask = async (method: string, path: string, query = '', body?: unknown) => {
        const response = await fetch(`${fake.origin}/services/data/v64.0/${path}${query}`, {
          method,
          headers: { authorization: 'Bearer token-1' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return [
          ...differences(await response.json(), schemaOf(operationOf(method, path)?.responses['200']?.content), path),
        ];
      };
      const records = [{ attributes: { type: 'Contact' }, LastName: 'L' }];
      expect(await ask('GET', 'sobjects/Contact/describe')).toEqual([]);
      expect(await ask('GET', 'queryAll', `?q=${encodeURIComponent('SELECT Id FROM Contact')}`)).toEqual([]);
      expect(await ask('POST', 'composite/sobjects', '', { allOrNone: false, records })).toEqual([]);
      expect(
        await ask('PATCH', 'composite/sobjects', '', { allOrNone: false, records: [{ ...records[0], id }] }),
      ).toEqual([]);
      const keyed = [{ ...records[0], Kenning_Key__c: 'k' }];
      expect(
        await ask('PATCH', 'composite/sobjects/Contact/Kenning_Key__c', '', { allOrNone: false, records: keyed }),
      ).toEqual([]);
      expect(await ask('DELETE', 'composite/sobjects', `?ids=${id}`)).toEqual([]);
      expect(await ask('POST', 'composite/sobjects', '', { allOrNone: false, records })).toEqual([]);
    });

    it('finds what is wrong', () => {
      const { createable: _none, ...less } = describeOf(fakeObjects().get('Contact') as never);
      const schema = schemaOf(operationOf('GET', 'sobjects/Contact/describe')?.responses['200']?.content);
      expect([...differences({ ...less, name: 7 }, schema, 'describe')].sort()).toEqual([
        'describe.createable: missing',
        'describe.name: number, not string',
      ]);
    });

    it('in names of accounts’ fields, in codes of errors, in scopes and in the operation that merges', () => {
      const read = (name: string) => readFileSync(join(folder, name), 'utf8');
      const known = Object.keys(JSON.parse(read('ui-api-object-info-example.json')).fields);
      const ours = [...(fakeObjects().get('Account')?.fields.keys() ?? [])].filter((name) => !name.endsWith('__c'));
      expect(ours.filter((name) => !known.includes(name))).toEqual([]);
      const codes = [...read('error-codes.yaml').matchAll(/\{code: (\w+), status: (\d+)/g)].map(([, code]) => code);
      expect(codes).toEqual(
        expect.arrayContaining(['INVALID_SESSION_ID', 'REQUEST_LIMIT_EXCEEDED', 'UNSUPPORTED_API_VERSION']),
      );
      const { token_endpoint, userinfo_endpoint, scopes_supported } = JSON.parse(read('openid-configuration.json'));
      expect([token_endpoint, userinfo_endpoint].map((address) => new URL(address).pathname)).toEqual([
        '/services/oauth2/token',
        '/services/oauth2/userinfo',
      ]);
      expect(scopes_supported).toEqual(expect.arrayContaining(['api', 'refresh_token', 'openid']));
      const wsdl = read('partner-wsdl-v47.xml');
      for (const name of ['masterRecord', 'recordToMergeIds', 'SessionHeader', 'mergedRecordIds', 'statusCode'])
        expect(wsdl).toContain(`name="${name}"`);
    });
  },
);
