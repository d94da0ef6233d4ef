import { describe, expect, it } from 'vitest';
import { contextOf } from '../../src/core/context.js';
import { ingest } from '../../src/core/ingest/ingest.js';
import type { RecordId } from '../../src/core/model/id.js';
import type { SourceRecordDraft } from '../../src/core/model/source-record.js';
import { memory } from '../../src/core/store/memory.js';
import { customerView } from '../../src/identity/customer.js';
import { matcher } from '../../src/identity/matcher/matcher.js';
import { recognizer } from '../../src/identity/recognizer.js';
import { stewardship } from '../../src/identity/stewardship.js';

const person = { by: 'Ann' };

function contact(externalId: string, name: string): SourceRecordDraft {
  return {
    source: 'crm',
    externalId,
    kind: 'contact',
    party: 'person',
    identifiers: [{ kind: 'email', scope: '', value: `${externalId}@people.example` }],
    attributes: { name, title: 'Courier' },
    origin: 'import',
    observedAt: '2026-01-01T00:00:00.000Z',
  };
}

async function start() {
  const store = memory();
  const context = contextOf();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver: matcher(), context }) });
  await intake.records([contact('maya', 'Maya Lindqvist'), contact('tomas', 'Tomás Okafor')]);
  const rows = await store.list('records', 'byState', { where: { state: 'standing' } });
  const [maya, tomas] = rows.map(({ id }) => id) as [RecordId, RecordId];
  const titleOf = async (id: RecordId) => {
    const view = await customerView(store, id);
    return view && view !== 'erased' ? view.golden.attributes.title : undefined;
  };
  return { store, intake, steward: stewardship(store, context), maya, tomas, titleOf };
}

describe('edit', () => {
  it('goes before every source, and a later edit leaves what it does not say', async () => {
    const { store, steward, intake, maya, titleOf } = await start();
    expect((await steward.edit(maya, { title: 'Head of couriers' }, person)).map(({ type }) => type)).toEqual([
      'record',
      'merged',
    ]);
    await steward.edit(maya, { organization: 'Harbor Couriers' }, person);
    await intake.records([
      { ...contact('maya', 'Maya Lindqvist'), observedAt: '2026-05-01T00:00:00.000Z', attributes: { title: 'Boss' } },
    ]);
    expect(await titleOf(maya)).toBe('Head of couriers');
    const view = await customerView(store, maya);
    if (!view || view === 'erased') throw new Error('no customer');
    expect(view.golden.provenance.title).toMatchObject({ rule: 'human', source: 'human' });
    expect(view.golden.attributes.organization).toBe('Harbor Couriers');
    expect(view.records.filter(({ kind }) => kind === 'human')).toHaveLength(1);
    expect(await steward.edit(maya, { organization: 'Harbor Couriers' }, person)).toEqual([]);
  });

  it('goes with the record it was made on when a customer comes apart', async () => {
    const { steward, maya, tomas, titleOf } = await start();
    const merged = await steward.merge(maya, tomas, person);
    await steward.edit(tomas, { title: 'Mechanic' }, person);
    expect(await titleOf(maya)).toBe('Mechanic');
    await steward.unmerge(merged.decision?.id as never, person);
    expect([await titleOf(maya), await titleOf(tomas)]).toEqual(['Courier', 'Mechanic']);
  });

  it('refuses what is no field, and records that are not there', async () => {
    const { steward, maya } = await start();
    await expect(steward.edit(maya, { job: 'x' } as never, person)).rejects.toMatchObject({ code: 'invalid' });
    await expect(steward.edit(maya, { title: 7 } as never, person)).rejects.toMatchObject({ code: 'invalid' });
    await expect(steward.edit(maya, { title: 'x' }, { by: ' ' })).rejects.toMatchObject({ code: 'invalid' });
    const nobody = '00000000-0000-7000-8000-000000000000' as RecordId;
    await expect(steward.edit(nobody, { title: 'x' }, person)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('ban', () => {
  it('keeps two apart until it is lifted', async () => {
    const { steward, maya, tomas } = await start();
    const ban = await steward.ban(maya, tomas, { by: 'Ann', reason: 'met them both' });
    expect(await steward.preview(maya, tomas)).toMatchObject({ obstacles: ['ban'] });
    await expect(steward.merge(maya, tomas, person)).rejects.toMatchObject({ code: 'conflict' });
    await steward.unban(ban.id, person);
    expect((await steward.merge(maya, tomas, person)).customer).toBe(maya);
    await expect(steward.ban(maya, tomas, person)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      steward.unban((await steward.merge(maya, tomas, person)).decision?.id as never, person),
    ).rejects.toThrow(/only a ban/);
  });
});
