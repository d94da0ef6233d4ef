import { describe, expect, it } from 'vitest';
import { acknowledgeAudit, insistOnAudit, keepAudit, readAuditBook } from '../../../src/adapters/audit/audit-book.js';
import { contextOf } from '../../../src/core/context.js';
import { audit } from '../../../src/core/outbox/audit.js';
import { memory } from '../../../src/core/store/memory.js';
import { MadeUpCrm } from '../made-up-crm.js';

const clock = { now: () => Date.parse('2026-11-24T09:00:00Z') };
const context = contextOf(clock);
const figures = (contacts: number) => ({ at: '2026-11-24T08:00:00.000Z', contacts, filled: {}, problems: {} });

describe('the gate before a CRM', () => {
  it('opens when an audit was made and a person says so, and for that CRM alone', async () => {
    const store = memory();
    const crms = { sales: new MadeUpCrm() };
    await expect(insistOnAudit(store, crms)).rejects.toMatchObject({
      code: 'not-permitted',
      message: expect.stringContaining('run `kenning audit sales`'),
    });
    await expect(acknowledgeAudit(store, context, { crm: 'sales', by: 'Ann' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await keepAudit(store, 'sales', figures(3));
    await expect(insistOnAudit(store, crms)).rejects.toMatchObject({ message: expect.not.stringContaining('run `') });
    await expect(acknowledgeAudit(store, context, { crm: 'sales', by: ' ' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await acknowledgeAudit(store, context, { crm: 'sales', by: 'Ann', note: 'mended in May' });
    await insistOnAudit(store, crms);
    await expect(insistOnAudit(store, { ...crms, other: new MadeUpCrm('made-up/2') })).rejects.toMatchObject({
      message: expect.stringContaining('"other"'),
    });
    expect(await audit(store, { channel: 'crm:sales' })).toMatchObject([
      { by: 'Ann', act: 'acknowledge audit', reason: 'mended in May' },
    ]);
  });

  it('lets CRMs through into which nothing can be written', async () => {
    const { contract, crm, source, contacts } = new MadeUpCrm();
    await insistOnAudit(memory(), { list: { contract, crm, source, contacts } });
  });

  it('keeps figures of many audits and forgets the oldest', async () => {
    const store = memory();
    for (let count = 1; count <= 65; count += 1) await keepAudit(store, 'sales', figures(count));
    const { audits } = await readAuditBook(store, 'sales');
    expect(audits.map(({ contacts }) => contacts)).toEqual(Array.from({ length: 60 }, (_, at) => at + 6));
  });
});
