// Connect a CRM of your own: what it can do becomes a verb, and what it can not do is left out.
import {
  type CallOptions,
  type Contact,
  type ContactObserved,
  type CrmAdapter,
  isKenningError,
  kenning,
} from 'kenning';
import { type Fetch, type HttpClientOptions, type HttpRequest, httpClient } from 'kenning/http';
import { memory } from 'kenning/memory';
import { FakeCrm, fakeCrmServer } from 'kenning/testing';
import { z } from 'zod';

export type HarborCrmOptions = Pick<HttpClientOptions, 'baseUrl' | 'timeoutMs' | 'fetch' | 'clock'> & { token: string };

// Of an answer only what is used is checked: what else a server says may change.
const contactView = z.object({
  id: z.string().min(1),
  party: z.enum(['person', 'organization']),
  values: z.record(z.string(), z.string()),
  profiles: z.array(z.string()),
  changedAt: z.iso.datetime({ precision: 3 }),
  removed: z.boolean().optional(),
  mergedInto: z.string().optional(),
});
type ContactView = z.infer<typeof contactView>;
const place = z.string().optional();
const contactPage = z.object({ contacts: z.array(z.unknown()), next: place, changed: place });
const named = z.object({ id: z.string() });

const source = 'harbor-crm';
const ref = (externalId: string) => ({ source, externalId });
const pathOf = (kind: string, { externalId }: { externalId: string }) => `${kind}/${encodeURIComponent(externalId)}`;

function contactOf({ id, party, values, profiles, changedAt }: ContactView): Contact {
  const { first_name, last_name, company, title, email, ...custom } = values;
  const name = [first_name, last_name].filter(Boolean).join(' ') || company;
  return {
    ...ref(id),
    kind: 'contact',
    party,
    identifiers: [
      ...(email ? [{ kind: 'email', scope: '', value: email, verifiedBy: 'crm' }] : []),
      ...profiles.map((value) => ({ kind: 'url', scope: '', value })),
    ],
    attributes: { ...(name && { name }), ...(title && { title }), custom },
    origin: 'api',
    observedAt: changedAt,
  };
}

function observe(view: ContactView): ContactObserved {
  const { id, removed, mergedInto, changedAt: at } = view;
  if (mergedInto) return { type: 'merged', into: ref(mergedInto), from: ref(id), at };
  return removed ? { type: 'removed', of: ref(id), at } : { type: 'contact', contact: contactOf(view) };
}

export function harborCrm({ token, ...options }: HarborCrmOptions): CrmAdapter {
  // The client repeats what may be repeated, keeps to limits, and turns every failure into a KenningError.
  const client = httpClient({
    name: 'Harbor CRM',
    ...options,
    authorize: async (refused) => (refused ? undefined : { authorization: `Bearer ${token}` }),
    // What a refusal says. It may give a code too, where a body says it better than the status.
    describeError: (body) => ({ message: String((body as { error?: unknown } | undefined)?.error ?? '') }),
  });
  const ask = async <Answer>(request: HttpRequest<Answer>, { signal }: CallOptions = {}) =>
    (await client.request({ ...request, ...(signal && { signal }) })).data;

  return {
    contract: 1,
    crm: { id: 'harbor-crm', name: 'Harbor CRM' },
    source,

    async contacts({ cursor, since, limit = 100, ...call } = {}) {
      const query = { limit, cursor, since };
      const { contacts, ...places } = await ask({ path: 'contacts', query, schema: contactPage }, call);
      // A contact that can not be read takes nothing else with it.
      const read = contacts.map((item) => ({ item, ...contactView.safeParse(item) }));
      return {
        items: read.flatMap(({ data }) => (data ? observe(data) : [])),
        rejected: read.flatMap(({ item, error }) => (error ? { reason: error.issues[0]?.message ?? '', item } : [])),
        ...places,
      };
    },

    async find(identifiers, call) {
      const found = new Map<string, Contact>();
      for (const { value } of identifiers) {
        const { contacts } = await ask({ path: 'contacts', query: { says: value }, schema: contactPage }, call);
        for (const { data } of contacts.map((one) => contactView.safeParse(one)))
          if (data) found.set(data.id, contactOf(data));
      }
      return [...found.values()];
    },

    upsert: {
      // The server knows keys, so that a write whose answer was lost may be sent again.
      repeat: 'keyed',
      async send({ key, of, party, attributes = {}, identifiers = [], cleared = [] }, call) {
        const { name, givenName, familyName, organization, title, custom } = attributes;
        // Of somebody who only spoke on a network the name is known as a whole.
        const first = givenName ?? (of || familyName || party === 'organization' ? undefined : name);
        const email = identifiers.find(({ kind }) => kind === 'email')?.value;
        const values = { first_name: first, last_name: familyName, company: organization, title, email, ...custom };
        const emptied = Object.fromEntries(cleared.map((field) => [field, '']));
        const profiles = identifiers.flatMap(({ kind, value }) => (kind === 'url' ? [value] : []));
        const json = { party, values: { ...values, ...emptied }, profiles };
        const path = of ? pathOf('contacts', of) : 'contacts';
        const method = of ? 'PATCH' : 'POST';
        return ref((await ask({ method, path, json, idempotencyKey: key, schema: named }, call)).id);
      },
    },

    logActivity: {
      repeat: 'keyed',
      async send({ key, contact, kind, direction, subject, text, at, of }, call) {
        const json = { contact: contact.externalId, kind, direction, subject, text, at };
        const write = { json, idempotencyKey: key, schema: named };
        const anew = () => ask({ method: 'POST', path: 'activities', ...write }, call);
        const again = (path: string) =>
          ask({ method: 'PATCH', path, ...write }, call).catch((error: unknown) => {
            if (isKenningError(error, 'not-found')) return anew();
            throw error;
          });
        const { id } = await (of ? again(pathOf('activities', of)) : anew());
        return { crm: 'harbor-crm', externalId: id };
      },
    },
  };
}

if (import.meta.main) {
  const crm = new FakeCrm();
  crm.add({ first_name: 'Maya', last_name: 'Lindqvist', email: 'maya@lindqvist.example' });
  const answer = fakeCrmServer(crm, { token: 'made-up' });
  const fetch: Fetch = async (input, init) => answer(new Request(input, init));
  const sales = harborCrm({ baseUrl: 'https://crm.example', token: 'made-up', fetch });
  const app = kenning({ store: memory(), crms: { sales } });
  await app.sync();
  for (const { golden } of await app.customers()) console.log(golden.attributes.name);
  await app.close();
}
