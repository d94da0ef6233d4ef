import type { Clock } from '../../src/core/clock.js';
import { isKenningError, KenningError, type KenningErrorOptions } from '../../src/core/errors.js';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';

/** Makes something that asks by HTTP and is broken. */
export type HttpFlaw<Subject> = (made: {
  connect(more?: { fetch?: Fetch; timeoutMs?: number }): Subject;
  fetch: Fetch;
  secret: string;
  clock: Clock;
}) => Subject;

type Read = (options?: { signal?: AbortSignal }) => Promise<unknown>;

/** What can be wrong with all that asks by HTTP, by the rule that must find it. `verb` is the listing that is tried. */
export function flawsOfHttp<Subject extends object>(verb: keyof Subject & string): Record<string, HttpFlaw<Subject>> {
  /** Reads in another way. */
  const reads =
    (change: (read: Read, options: { signal?: AbortSignal }, secret: string) => Promise<unknown>): HttpFlaw<Subject> =>
    ({ connect, secret }) => {
      const subject = connect();
      const read = (subject[verb] as unknown as Read).bind(subject);
      return { ...subject, [verb]: (options: { signal?: AbortSignal } = {}) => change(read, options, secret) };
    };
  /** Fails in another way. */
  const fails = (change: (error: KenningError, secret: string) => unknown): HttpFlaw<Subject> =>
    reads(async (read, options, secret) => {
      try {
        return await read(options);
      } catch (error) {
        throw isKenningError(error) ? change(error, secret) : error;
      }
    });
  const another = (error: KenningError, code: KenningError['code'], more: KenningErrorOptions = {}) =>
    new KenningError(code, error.message, more);
  /** Fails in another way with this code, where its message says this. */
  const instead = (from: KenningError['code'], says: RegExp, to: KenningError['code']): HttpFlaw<Subject> =>
    fails((error) => (error.code === from && says.test(error.message) ? another(error, to) : error));
  const empty = { items: [], rejected: [] };
  const nothing = (says: RegExp): HttpFlaw<Subject> =>
    reads(async (read, options) =>
      read(options).catch((error: unknown) => {
        if (isKenningError(error) && error.code === 'unexpected' && says.test(error.message)) return empty;
        throw error;
      }),
    );
  /** Tells what its credential may do, by asking for something. */
  const tells =
    (change: (ask: Read, options: { signal?: AbortSignal }, secret: string) => Promise<object>): HttpFlaw<Subject> =>
    ({ connect, secret }) => {
      const subject = connect();
      const ask = (subject[verb] as unknown as Read).bind(subject);
      return { ...subject, access: (options: { signal?: AbortSignal } = {}) => change(ask, options, secret) };
    };
  const told = { account: 'Harbor Bikes', missing: [], quotas: [], notes: [] };
  return {
    'access: says whose the credential is and what it may do': tells(async (ask, options) => {
      await ask(options);
      return { ...told, missing: [{ scope: 'write' }] };
    }),
    'access: names no verb that is not there': tells(async (ask, options) => {
      await ask(options);
      return { ...told, missing: [{ scope: 'write', verbs: ['like it'] }] };
    }),
    'access: shows no credential': tells(async (ask, options, secret) => {
      await ask(options);
      return { ...told, notes: [`The token is ${secret}.`] };
    }),
    'access: of a credential that is refused is auth': tells(async (_ask, { signal }) => {
      signal?.throwIfAborted();
      return told;
    }),
    'access: can be given up': tells(async (ask) => {
      await ask();
      return told;
    }),
    'HTTP: a server that wants to be left alone is left alone for as long as it says': fails((error) =>
      error.code === 'rate-limited' ? another(error, 'rate-limited') : error,
    ),
    'HTTP: a server that names a time is left alone until then by its own clock, whatever ours says': ({
      connect,
      fetch,
    }) =>
      connect({
        async fetch(input, init) {
          const response = await fetch(input, init);
          const headers = new Headers(response.headers);
          headers.delete('date');
          return new Response(response.body, { status: response.status, headers });
        },
      }),
    'HTTP: a server that says too many without a word is rate-limited': fails((error) =>
      error.code === 'rate-limited' && error.retryAfterMs === undefined ? another(error, 'forbidden') : error,
    ),
    'HTTP: a credential that is refused is auth, and not tried again and again': reads(async (read, options) => {
      for (let tries = 0; ; tries++)
        try {
          return await read(options);
        } catch (error) {
          if (!isKenningError(error, 'auth') || tries > 20) throw error;
        }
    }),
    'HTTP: what an account may not do is forbidden': instead('forbidden', /403/, 'auth'),
    'HTTP: a server that fails is tried again a few times, then it is the network': instead(
      'network',
      /503/,
      'unexpected',
    ),
    'HTTP: silence is timeout': ({ connect }) => connect({ timeoutMs: 60_000 }),
    'HTTP: a connection that breaks is the network': instead('network', /did not get through/, 'unexpected'),
    'HTTP: half an answer is no answer': nothing(/not JSON/),
    'HTTP: a page for people is no answer': nothing(/not JSON/),
    'HTTP: an answer without an end is too-large': instead('too-large', /./, 'unexpected'),
    'HTTP: who gives up before asks nothing': reads(async (read, { signal, ...options }) => {
      const page = await read(options);
      signal?.throwIfAborted();
      return page;
    }),
    'HTTP: who gives up on the way is let go with the reason': reads(async (read, options) =>
      read(options).catch((error: unknown) => {
        if (options.signal?.aborted && !isKenningError(error)) throw new KenningError('network', 'it was aborted');
        throw error;
      }),
    ),
    'HTTP: errors show no credential': fails(
      (error, secret) => new KenningError(error.code, `${error.message} with ${secret}`, { ...error }),
    ),
    'HTTP: a credential goes to its own server only': ({ connect, fetch }) =>
      connect({
        async fetch(input, init) {
          const request = new Request(input, init);
          const response = await fetch(request);
          const to = response.headers.get('location');
          return to ? fetch(new Request(to, { headers: request.headers })) : response;
        },
      }),
    'shape: nothing is asked before a verb is called': ({ connect, fetch }) => {
      void fetch('https://crm.example/ping');
      return connect();
    },
  };
}
