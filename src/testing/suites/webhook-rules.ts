import assert from 'node:assert/strict';
import { isKenningError } from '../../core/errors.js';
import type { Page } from '../../core/page.js';
import { refusal } from './expect.js';
import type { Rule } from './facet.js';

interface Receiver {
  receive(request: Request): Promise<{ accepted: Response; body: string; delivery?: string } | { answer: Response }>;
  read(body: string, headers: Readonly<Record<string, string>>): Page<unknown>;
}

/** A webhook that is being tried. */
export interface Delivering {
  receiver: Receiver;
  /** What the system sends, signed; and a text that stands in what is read of it. */
  delivery(): Promise<{ request: Request; tells: string }>;
  skew(milliseconds: number): void;
}

const day = 24 * 3_600_000;
const refusals = ['auth', 'forbidden', 'invalid'] as const;

/** The same request with another body or other headers. */
async function changed(request: Request, change: { body?: (text: string) => string; headers?: Headers }) {
  const text = await request.clone().text();
  return new Request(request.url, {
    method: request.method,
    headers: change.headers ?? request.headers,
    body: change.body?.(text) ?? text,
  });
}

/** Rules of webhooks: nothing is taken that its system has not signed. */
export function webhookRules<Subject>(
  open: (subject: Subject, work: (delivering: Delivering) => Promise<void>) => Promise<void>,
): Readonly<Record<string, Rule<Subject>>> {
  return {
    'what the system signed is taken and read': (subject) =>
      open(subject, async ({ receiver, delivery }) => {
        const { request, tells } = await delivery();
        const headers = Object.fromEntries(request.headers);
        const received = await receiver.receive(request);
        assert.ok('accepted' in received, 'it is accepted');
        assert.ok(received.accepted.ok, 'with a status of success');
        const { items } = receiver.read(received.body, headers);
        assert.ok(JSON.stringify(items).includes(tells), `${tells} is told`);
      }),

    'a changed body is refused': (subject) =>
      open(subject, async ({ receiver, delivery }) => {
        const { request } = await delivery();
        const forged = await changed(request, { body: (text) => text.replace(/[a-z](?=[^a-z]*$)/i, 'Q') });
        await refusal(() => receiver.receive(forged), refusals, 'a changed body');
      }),

    'a body that nobody signed is refused': (subject) =>
      open(subject, async ({ receiver, delivery }) => {
        const { request } = await delivery();
        const headers = new Headers({ 'content-type': request.headers.get('content-type') ?? 'application/json' });
        const bare = await changed(request, { headers });
        const unsigned = new Request(new URL(bare.url).origin + new URL(bare.url).pathname, bare);
        await refusal(() => receiver.receive(unsigned), refusals, 'a request without a signature');
      }),

    'another’s signature is refused': (subject) =>
      open(subject, async ({ receiver, delivery }) => {
        const { request } = await delivery();
        const headers = new Headers(request.headers);
        for (const [name, value] of request.headers)
          if (/[\w+/=-]{20,}/.test(value))
            headers.set(
              name,
              value.replace(/[\w+/-]{8}(?=[=]*$)/, (end) => (end === '00000000' ? '11111111' : '00000000')),
            );
        await refusal(
          async () => receiver.receive(await changed(request, { headers })),
          refusals,
          'a forged signature',
        );
      }),

    'what comes again a day later is refused, or known by its delivery': (subject) =>
      open(subject, async ({ receiver, delivery, skew }) => {
        const { request } = await delivery();
        const again = request.clone();
        const first = await receiver.receive(request);
        assert.ok('accepted' in first);
        skew(day);
        try {
          const second = await receiver.receive(again);
          assert.ok('accepted' in second && second.delivery !== undefined, 'it has the name of a delivery');
          assert.equal(second.delivery, first.delivery);
        } catch (error) {
          if (!isKenningError(error)) throw error;
        }
      }),

    'whatever a body says, reading it ends in a page or a refusal': (subject) =>
      open(subject, async ({ receiver, delivery }) => {
        const { request } = await delivery();
        const headers = Object.fromEntries(request.headers);
        const text = await request.text();
        for (const body of ['', 'null', '{}', '[]', '7', '"x"', '[null,7]', '{"items":7}', '<xml', text.slice(0, -9)])
          try {
            const { items, rejected } = receiver.read(body, headers);
            assert.ok(Array.isArray(items) && Array.isArray(rejected), `a page for ${body.slice(0, 40)}`);
          } catch (error) {
            if (!isKenningError(error)) assert.fail(`not a KenningError for ${body.slice(0, 40)}: ${String(error)}`);
          }
      }),
  };
}
