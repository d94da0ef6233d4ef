import assert from 'node:assert/strict';
import type { CallOptions } from '../../core/page.js';
import { faults, refuse } from '../http/faults.js';
import type { FaultyFetch } from '../http/faulty-fetch.js';
import { Absent } from './absent.js';
import { ends, refusal, shownBy } from './expect.js';
import type { Rule } from './facet.js';

/** Something that asks a server, as far as the rules of HTTP go. */
export interface Asking {
  /** Asks the server for something. */
  read(options?: CallOptions): Promise<unknown>;
  way: FaultyFetch | undefined;
  secret: string;
  /** It gets a new credential when one is refused. */
  renews: boolean;
  /** Puts our clock wrong by so many milliseconds. */
  skew(milliseconds: number): void;
}

const hour = 3_600_000;

async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await work(item);
}

/** Few enough calls to be no storm. */
const mostCalls = 12;

/** Rules of all that ask by HTTP, whichever way the server fails. */
export function httpRules<Subject>(
  open: (subject: Subject, work: (asking: Asking & { way: FaultyFetch }) => Promise<void>) => Promise<void>,
): Readonly<Record<string, Rule<Subject>>> {
  return {
    'a server that wants to be left alone is left alone for as long as it says': (subject) =>
      open(subject, async ({ read, way }) => {
        for (const [form, fault] of Object.entries(faults.tooMany)) {
          way.break(fault);
          const error = await refusal(read, ['rate-limited'], `429 with its wait ${form}`);
          assert.equal(error.retryable, true);
          const told = error.retryAfterMs ?? 0;
          assert.ok(told > 500_000 && told <= 700_000, `429 with its wait ${form}: ten minutes, not ${told} ms`);
          assert.ok(way.calls.length <= mostCalls, `${way.calls.length} calls`);
        }
      }),

    'a server that names a time is left alone until then by its own clock, whatever ours says': (subject) =>
      inTurn([6 * hour, -6 * hour], (wrongBy) =>
        open(subject, async ({ read, way, skew }) => {
          skew(wrongBy);
          way.break(faults.tooManyByItsClock);
          const { retryAfterMs: told = 0 } = await refusal(read, ['rate-limited'], '429 until a date');
          assert.ok(
            told > 500_000 && told <= 700_000,
            `our clock is off by ${wrongBy} ms: ten minutes, not ${told} ms`,
          );
        }),
      ),

    'a server that says too many without a word is rate-limited': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.tooManyWithoutAWord);
        const error = await refusal(read, ['rate-limited'], '429');
        assert.equal(error.retryable, true);
        assert.ok(way.calls.length <= mostCalls, `${way.calls.length} calls`);
      }),

    'a credential that is refused is auth, and not tried again and again': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(refuse(401));
        const error = await refusal(read, ['auth'], '401');
        assert.equal(error.retryable, false);
        assert.ok(way.calls.length <= mostCalls, `${way.calls.length} calls`);
      }),

    'a credential that is refused once is renewed': (subject) =>
      open(subject, async ({ read, way, renews }) => {
        if (!renews) throw new Absent('it can not get another credential');
        await read();
        way.break(refuse(401), 1);
        await ends(read(), 'renewing');
      }),

    'what an account may not do is forbidden': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(refuse(403));
        await refusal(read, ['forbidden'], '403');
      }),

    'a server that fails is tried again a few times, then it is the network': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(refuse(503, 'busy'));
        const error = await refusal(read, ['network'], '503');
        assert.equal(error.retryable, true);
        assert.ok(way.calls.length <= mostCalls, `${way.calls.length} calls`);
      }),

    'silence is timeout': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.silence);
        await refusal(read, ['timeout'], 'a server that says nothing');
      }),

    'a connection that breaks is the network': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.cut);
        await refusal(read, ['network'], 'a connection that breaks');
        way.break(faults.half);
        await refusal(read, ['network'], 'an answer that breaks off');
      }),

    'half an answer is no answer': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.truncated);
        await refusal(read, [], 'half an answer');
      }),

    'a page for people is no answer': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.maintenance);
        await refusal(read, [], 'a page for people');
      }),

    'an answer without an end is too-large': (subject) =>
      open(subject, async ({ read, way }) => {
        way.break(faults.endless);
        await refusal(read, ['too-large'], 'an answer without an end');
      }),

    'who gives up before asks nothing': (subject) =>
      open(subject, async ({ read, way }) => {
        const reason = new Error('given up');
        const asked = way.calls.length;
        await assert.rejects(ends(read({ signal: AbortSignal.abort(reason) }), 'giving up'), reason);
        assert.equal(way.calls.length, asked, 'nothing is asked');
      }),

    'who gives up on the way is let go with the reason': (subject) =>
      open(subject, async ({ read, way }) => {
        const stop = new AbortController();
        const reason = new Error('given up');
        way.break((request, server) => {
          stop.abort(reason);
          return faults.silence(request, server);
        });
        await assert.rejects(ends(read({ signal: stop.signal }), 'giving up'), reason);
      }),

    'errors show no credential': (subject) =>
      open(subject, async ({ read, way, secret }) => {
        const echo = JSON.stringify({ error: `bad token ${secret}`, message: `Bearer ${secret}` });
        const echoes = [400, 401, 403, 500].map((status) => refuse(status, echo, { 'x-request-id': secret }));
        const thrown = () => {
          throw new TypeError(`fetch failed with ${secret}`, { cause: new Error(secret) });
        };
        for (const fault of [...echoes, thrown, faults.elsewhere]) {
          way.break(fault);
          const error = await refusal(read, [], 'a refusal that quotes the credential');
          assert.ok(!shownBy(error).includes(secret), `the credential stands in: ${error.code}`);
        }
      }),

    'a credential goes to its own server only': (subject) =>
      open(subject, async ({ read, way, secret }) => {
        way.break(faults.elsewhere);
        await read().catch(() => {});
        for (const call of way.calls.filter(({ url }) => new URL(url).hostname === 'elsewhere.example')) {
          const sent = [call.url, ...[...call.headers].flat(), await call.text()].join(' ');
          assert.ok(!sent.includes(secret), 'the credential was sent elsewhere');
        }
      }),
  };
}
