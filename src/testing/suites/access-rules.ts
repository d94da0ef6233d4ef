import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Access } from '../../core/access.js';
import { instant } from '../../core/model/instant.js';
import type { CallOptions } from '../../core/page.js';
import { refuse } from '../http/faults.js';
import type { FaultyFetch } from '../http/faulty-fetch.js';
import { Absent } from './absent.js';
import { ends, isModel, refusal } from './expect.js';
import type { Rule } from './facet.js';

const count = z.number().int().nonnegative();
const access = z.strictObject({
  account: z.string().min(1).max(1000),
  until: instant.optional(),
  scopes: z.array(z.string().min(1)).optional(),
  missing: z.array(z.strictObject({ scope: z.string().min(1), verbs: z.array(z.string()).min(1) })),
  quotas: z.array(
    z.strictObject({
      name: z.string().min(1),
      limit: count,
      remaining: count.optional(),
      windowMs: z.number().positive().optional(),
      resetsAt: instant.optional(),
    }),
  ),
  price: z
    .strictObject({ perThousandCalls: z.number(), currency: z.string().length(3), source: z.string().min(1) })
    .optional(),
  notes: z.array(z.string().min(1)),
});

/** Something that tells what its credential may do. */
export interface Telling {
  ask(options?: CallOptions): Promise<Access>;
  /** The verbs that are there. */
  verbs: readonly string[];
  secret: string;
  way: FaultyFetch | undefined;
}

/** Rules of what a credential may do, as `kenning check` shows it. */
export function accessRules<Subject>(
  open: (subject: Subject, work: (telling: Telling) => Promise<void>) => Promise<void>,
): Readonly<Record<string, Rule<Subject>>> {
  return {
    'says whose the credential is and what it may do': (subject) =>
      open(subject, async ({ ask }) => {
        isModel(access, await ask(), 'what the credential may do');
      }),

    'names no verb that is not there': (subject) =>
      open(subject, async ({ ask, verbs }) => {
        const named = (await ask()).missing.flatMap(({ verbs: without }) => without);
        assert.deepEqual(
          named.filter((verb) => !verbs.includes(verb)),
          [],
        );
      }),

    'shows no credential': (subject) =>
      open(subject, async ({ ask, secret }) => {
        assert.ok(!JSON.stringify(await ask()).includes(secret), 'the credential is shown');
      }),

    'of a credential that is refused is auth': (subject) =>
      open(subject, async ({ ask, way }) => {
        if (!way) throw new Absent('it asks nothing by HTTP');
        way.break(refuse(401));
        await refusal(ask, ['auth'], '401');
      }),

    'can be given up': (subject) =>
      open(subject, async ({ ask }) => {
        const reason = new Error('given up');
        await assert.rejects(ends(ask({ signal: AbortSignal.abort(reason) }), 'giving up'), reason);
      }),
  };
}
