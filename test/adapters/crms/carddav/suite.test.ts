import { afterAll, beforeAll, describe, it } from 'vitest';
import { carddav } from '../../../../src/adapters/crms/carddav/index.js';
import { type CrmPerson, type CrmSide, crmAdapterSuite } from '../../../../src/testing/suites/crm/index.js';
import { basic, type Radicale, startRadicale, whyNoRadicale } from '../../../support/radicale.js';

const reason = whyNoRadicale();
if (reason && process.env.CI) throw new Error(`Radicale must be there in CI: ${reason}`);

/** Somebody with an address book on the phone. */
function phone(address: string): CrmSide {
  let added = 0;
  const send = async (name: string, method: string, body?: string) => {
    const headers = { authorization: basic('ann'), ...(body && { 'content-type': 'text/vcard' }) };
    return fetch(address + name, { method, headers, ...(body && { body }) });
  };
  const write = async (name: string, person: Partial<CrmPerson>, more: string[] = []) => {
    const { givenName = '', familyName = '', email, title } = person;
    const lines = [
      `FN:${givenName} ${familyName}`,
      `N:${familyName};${givenName};;;`,
      ...(email ? [`EMAIL:${email}`] : []),
      ...(title ? [`TITLE:${title}`] : []),
      ...more,
    ];
    await send(name, 'PUT', ['BEGIN:VCARD', 'VERSION:4.0', `UID:${name}`, ...lines, 'END:VCARD', ''].join('\r\n'));
  };
  const read: CrmSide['read'] = async (name) => {
    const response = await send(name, 'GET');
    if (!response.ok) return undefined;
    const card = (await response.text()).replace(/\r?\n[ \t]/g, '');
    const valueIn = (property: string) =>
      new RegExp(`^(?:item\\d+\\.)?${property}(?:;[^:\\r\\n]*)?:(.*)$`, 'm')
        .exec(card)?.[1]
        ?.trim()
        .replace(/\\(.)/g, '$1');
    const [familyName = '', givenName = ''] = (valueIn('N') ?? '').split(';');
    const [email, title] = [valueIn('EMAIL'), valueIn('TITLE')];
    return { givenName, familyName, ...(email && { email }), ...(title && { title }) };
  };
  return {
    async add(person) {
      added += 1;
      const name = `person-${added}.vcf`;
      await write(name, person);
      return name;
    },
    read,
    change: async (name, person) => write(name, { ...(await read(name)), ...person }),
    remove: async (name) => void (await send(name, 'DELETE')),
    async addOrganization(title) {
      added += 1;
      const name = `organization-${added}.vcf`;
      await write(name, { givenName: title }, ['KIND:org', `ORG:${title}`]);
      return name;
    },
  };
}

describe.skipIf(reason)(`carddav${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let server: Radicale;
  let books = 0;
  beforeAll(async () => {
    server = await startRadicale();
  });
  afterAll(() => server?.stop());

  crmAdapterSuite(
    { describe, it },
    {
      async open({ clock, secret, timeoutMs, served }) {
        books += 1;
        const url = await server.addressBook(`suite-${books}`);
        // The server has one password; whoever brings the suite's is let in by it.
        const throughTheDoor = served(async (request) => {
          const headers = new Headers(request.headers);
          const known = headers.get('authorization')?.startsWith('Basic ') === true;
          headers.set('authorization', known ? basic('ann') : 'none');
          const body = await request.text();
          return fetch(request.url, { method: request.method, headers, ...(body && { body }), redirect: 'manual' });
        });
        return {
          connect: () =>
            carddav({
              url,
              credentials: () => ({ username: 'ann', password: secret }),
              source: 'carddav/suite',
              clock,
              timeoutMs: Math.max(timeoutMs, 2000),
              fetch: throughTheDoor,
            }),
          crm: phone(url),
        };
      },
      except: {
        'malformed records: are rejected one by one, and the rest goes through':
          'answers are XML, and the suite damages JSON; such cards stand in server-answers.test.ts',
      },
    },
  );
});
