import { contextOf } from '../../../src/core/context.js';
import { ingest } from '../../../src/core/ingest/ingest.js';
import type { Attributes } from '../../../src/core/model/party.js';
import type { Resolver } from '../../../src/core/ports.js';
import { memory } from '../../../src/core/store/memory.js';
import { recognizer } from '../../../src/identity/recognizer.js';
import { kenning } from '../../../src/kenning.js';
import type { Kenning } from '../../../src/kenning-contract.js';

/** Who has the same family name waits for a person; the odds stand in the title, such as `0.5`. */
const doubting: Resolver = {
  version: 'doubting-1',
  keys: ({ attributes }) => (attributes.familyName ? [attributes.familyName] : []),
  decide: (record, candidates) =>
    candidates.map((candidate) => ({
      candidate,
      outcome: 'review',
      probability: Number(record.attributes.title ?? 0.5),
      weight: 0,
      evidence: [{ type: 'score', field: 'name', level: 'close', weight: 3 }],
      proven: false,
    })),
};

/** An app in whose queue each pair waits: two records that share a family name. */
export async function reviewedApp(pairs: readonly [Attributes, Attributes][]): Promise<Kenning> {
  const store = memory();
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: doubting, context }) });
  for (const [at, pair] of pairs.entries())
    for (const [side, attributes] of pair.entries())
      await intake.records([
        {
          source: side === 0 ? 'crm' : 'talk',
          externalId: `${at}-${side}`,
          kind: side === 0 ? 'contact' : 'profile',
          party: 'person',
          identifiers: [{ kind: 'email', scope: '', value: `${side === 0 ? 'm' : 'maya'}.${at}@bikes.example` }],
          attributes,
          origin: 'import',
          observedAt: '2026-01-01T00:00:00.000Z',
        },
      ]);
  return kenning({ store });
}

export const maya: [Attributes, Attributes] = [
  { name: 'Maya Lindqvist', familyName: 'Lindqvist', location: 'Oslo' },
  { name: 'M. Lindqvist', familyName: 'Lindqvist', title: '0.9' },
];
export const hostile: [Attributes, Attributes] = [
  { name: 'Tomas Okafor', familyName: 'Okafor' },
  {
    name: '<img src=x onerror="document.title=1">Tom',
    familyName: 'Okafor',
    title: '0.5',
    bio: '</script><script>document.title="taken"</script>\u202eevil',
  },
];
