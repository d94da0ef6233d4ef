import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Consent } from '../../src/core/model/consent.js';
import { effectiveConsent } from '../../src/identity/consent.js';

type Said = [state: Consent['state'], year: number, source?: string, channel?: string];

const consent = ([state, year, source = 'form', channel = 'email']: Said): Consent => ({
  purpose: 'marketing',
  channel,
  state,
  source,
  at: `${year}-01-01T00:00:00.000Z`,
});
const of = (...records: Said[][]) =>
  effectiveConsent(records.map((said) => ({ source: 'crm', consents: said.map(consent) })));
const email = (...records: Said[][]) => of(...records).find(({ channel }) => channel === 'email')?.state;

describe('effectiveConsent', () => {
  it('a refusal anywhere beats a grant elsewhere, whatever the time', () => {
    expect(email([['withdrawn', 2020]], [['granted', 2026, 'shop']])).toBe('withdrawn');
    expect(email([['granted', 2026]], [['denied', 2020, 'shop']])).toBe('denied');
  });

  it('the same source may record that a refusal was taken back', () => {
    expect(
      email([
        ['withdrawn', 2020],
        ['granted', 2021],
      ]),
    ).toBe('granted');
    expect(email([['granted', 2021]], [['withdrawn', 2020]])).toBe('granted');
    expect(
      email([
        ['granted', 2020],
        ['withdrawn', 2021],
      ]),
    ).toBe('withdrawn');
  });

  it('the same word for a source in another system is another source', () =>
    expect(
      effectiveConsent([
        { source: 'crm', consents: [consent(['withdrawn', 2020])] },
        { source: 'shop', consents: [consent(['granted', 2026])] },
      ])[0]?.state,
    ).toBe('withdrawn'));

  it('of statements of one moment the strictest counts', () =>
    expect(
      email([
        ['granted', 2020],
        ['denied', 2020],
      ]),
    ).toBe('denied'));

  it('what holds for all channels holds for each', () => {
    expect(of([['withdrawn', 2020, 'form', '*']], [['granted', 2026, 'shop']])).toEqual([
      { purpose: 'marketing', channel: '*', state: 'withdrawn' },
      { purpose: 'marketing', channel: 'email', state: 'withdrawn' },
    ]);
    expect(
      email([
        ['withdrawn', 2020, 'form', '*'],
        ['granted', 2021],
      ]),
    ).toBe('granted');
    expect(
      email([
        ['withdrawn', 2021, 'form', '*'],
        ['granted', 2020],
      ]),
    ).toBe('withdrawn');
    expect(
      email([
        ['denied', 2020],
        ['granted', 2026, 'form', '*'],
      ]),
    ).toBe('denied');
  });

  it('keeps purposes apart and says nothing where nothing was said', () => {
    expect(effectiveConsent([{ source: 'crm' }])).toEqual([]);
    const research: Consent = { ...consent(['granted', 2020]), purpose: 'research' };
    expect(effectiveConsent([{ source: 'crm', consents: [research, consent(['denied', 2020])] }])).toEqual([
      { purpose: 'marketing', channel: 'email', state: 'denied' },
      { purpose: 'research', channel: 'email', state: 'granted' },
    ]);
  });

  it('does not depend on the order of records', () => {
    const said = fc.tuple(
      fc.constantFrom<Consent['state']>('granted', 'denied', 'withdrawn'),
      fc.integer({ min: 2020, max: 2023 }),
      fc.constantFrom('form', 'shop'),
      fc.constantFrom('email', 'twitter', '*'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(said, { maxLength: 3 }), { maxLength: 4 }), (records) => {
        expect(of(...[...records].reverse().map((one) => [...one].reverse()))).toEqual(of(...records));
      }),
    );
  });
});
