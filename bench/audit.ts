import { audit } from '../src/adapters/audit.js';
import type { CrmAdapter } from '../src/adapters/crm-adapter.js';
import { auditTools } from '../src/audit-tools.js';
import type { Contact } from '../src/core/model/source-record.js';
import { matcher } from '../src/identity/matcher/matcher.js';
import { type Bench, rounded, timed } from './figure.js';
import { person } from './made-up.js';

const source = 'made-up/1';
/** One in so many is there twice. */
const twiceEvery = 20;

/** What an audit of a large CRM takes: time, and memory beyond the CRM's own pages. */
export const auditBench: Bench = async ({ quick }) => {
  const count = quick ? 20_000 : 1_000_000;
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = () => {
    most = Math.max(most, process.memoryUsage().rss);
  };
  const { seconds, processor } = await timed(() =>
    audit({
      adapter: madeUpCrm(count),
      tools: auditTools(matcher()),
      clock: { now: () => Date.UTC(2026, 10, 24) },
      onProgress: watch,
    }),
  );
  watch();
  return [
    { what: `${count} contacts`, value: rounded(seconds, 1), unit: `s (${rounded(processor, 1)} s of processor)` },
    { what: 'memory beyond what it began with, at most', value: rounded((most - before) / 1e6), unit: 'MB' },
  ];
};

/** Its pages are made when they are asked for, so that nothing but the audit takes memory. */
function madeUpCrm(count: number): CrmAdapter {
  return {
    contract: 1,
    crm: { id: 'made-up', name: 'Made up' },
    source,
    async contacts({ cursor = '0' } = {}) {
      const from = Number(cursor);
      const to = Math.min(from + 1000, count);
      const items = Array.from({ length: to - from }, (_, at) => ({
        type: 'contact' as const,
        contact: contact(from + at),
      }));
      return { items, rejected: [], ...(to < count && { next: String(to) }) };
    },
  };
}

function contact(number: number): Contact {
  // The last of each twenty is the first of them again, as somebody else typed it.
  const isAgain = number % twiceEvery === twiceEvery - 1;
  const who = isAgain ? number - twiceEvery + 1 : number;
  const { name, handle } = person(who);
  return {
    source,
    externalId: String(number),
    kind: 'contact',
    party: 'person',
    identifiers: [
      { kind: 'email', scope: '', value: `${handle}@mail${who % 997}.example.com` },
      {
        kind: 'phone',
        scope: '',
        value: `+1415${String(2_000_000 + ((who * 6_700_417) % 7_999_993)).padStart(7, '0')}`,
      },
    ],
    attributes: { name: isAgain ? name.toUpperCase() : name, address: { city: `Town ${who % 5000}`, country: 'US' } },
    owner: `owner ${who % 40}`,
    origin: 'api',
    observedAt: new Date(Date.UTC(2024, who % 30, 1)).toISOString(),
  };
}
