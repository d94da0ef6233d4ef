import { describe, expect, it } from 'vitest';
import { blueskyNetwork } from '../../../src/channels/connectors/bluesky/network.js';
import { emailNetwork } from '../../../src/channels/connectors/email/email-network.js';
import { feedNetwork } from '../../../src/channels/connectors/feed/feed-network.js';
import { type Act, type DataKind, type Terms, terms as termsSchema } from '../../../src/core/model/terms.js';
import { dutiesOf, permits } from '../../../src/core/privacy/permits.js';
import { linkedinTerms } from '../../fixtures/terms/linkedin.js';
import { redditTerms } from '../../fixtures/terms/reddit.js';
import { xTerms } from '../../fixtures/terms/x.js';
import { youtubeTerms } from '../../fixtures/terms/youtube.js';

const now = '2026-11-24T12:00:00.000Z';
const acts: Act[] = [
  'keep',
  'enrich',
  'derive',
  'pass-on',
  'export',
  'analyze',
  'train',
  'publish',
  'answer-by-machine',
];
const others: DataKind[] = ['content', 'others-profiles', 'ids', 'derived'];

const all: Record<string, Terms | undefined> = {
  linkedin: linkedinTerms,
  youtube: youtubeTerms,
  reddit: redditTerms,
  x: xTerms,
  bluesky: blueskyNetwork.terms,
  email: emailNetwork.terms,
  feed: feedNetwork.terms,
};

const networks = Object.keys(all);

describe('permits', () => {
  it.each(networks)('the terms of %s are right by their schema', (network) => {
    expect(termsSchema.parse(all[network])).toEqual(all[network]);
  });

  // What may be done with others' data that came through the network's API; all else is refused.
  const allowed: [network: string, kind: DataKind, acts: Act[]][] = [
    ['linkedin', 'content', ['keep']],
    ['linkedin', 'others-profiles', ['keep']],
    ['linkedin', 'ids', ['keep']],
    ['linkedin', 'derived', []],
    ['youtube', 'content', ['keep']],
    ['youtube', 'others-profiles', ['keep']],
    ['youtube', 'derived', []],
    ['reddit', 'content', ['keep']],
    ['reddit', 'others-profiles', ['keep']],
    ['reddit', 'derived', []],
    ['x', 'content', ['keep']],
    ['x', 'others-profiles', ['keep']],
    ['x', 'derived', []],
    ['bluesky', 'content', ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze']],
    ['bluesky', 'derived', ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze']],
    ['email', 'content', ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze', 'answer-by-machine']],
    ['email', 'others-profiles', ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze']],
    ['feed', 'others-profiles', ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze']],
  ];
  it.each(allowed)('%s: of %s through the API', (network, kind, expected) => {
    expect(acts.filter((act) => permits(all[network], act, { kind, origin: 'api' }, now).permitted)).toEqual(expected);
  });

  const refused: [network: string, act: Act, kind: DataKind, term: string][] = [
    ['linkedin', 'enrich', 'others-profiles', 'no-crm-enrichment'],
    ['linkedin', 'export', 'content', 'no-transfer'],
    ['linkedin', 'answer-by-machine', 'own-data', 'no-automated-posting'],
    ['linkedin', 'train', 'content', 'unspoken'],
    ['youtube', 'derive', 'content', 'no-derived-metrics'],
    ['youtube', 'answer-by-machine', 'content', 'express-consent'],
    ['reddit', 'train', 'content', 'commercial-use-by-contract'],
    ['reddit', 'enrich', 'others-profiles', 'commercial-use-by-contract'],
    ['x', 'train', 'content', 'no-training'],
    ['bluesky', 'answer-by-machine', 'content', 'no-automated-interactions'],
    ['email', 'train', 'content', 'letters-train-no-models'],
    ['feed', 'train', 'content', 'feeds-train-no-models'],
  ];
  it.each(refused)('%s refuses to %s %s and names %s', (network, act, kind, term) => {
    expect(permits(all[network], act, { kind, origin: 'api' }, now)).toMatchObject({ permitted: false, term });
  });

  it.each(acts)('without terms nothing but our own data may be used: %s', (act) => {
    for (const kind of others)
      expect(permits(undefined, act, { kind, origin: 'api' }, now)).toMatchObject({
        permitted: false,
        term: 'no-terms',
      });
    expect(permits(undefined, act, { kind: 'own-data', origin: 'api' }, now)).toEqual({ permitted: true });
  });

  it('what a member exported is not what came through the API: the terms are silent, so nothing is allowed', () => {
    const data = { kind: 'others-profiles', origin: 'import' } as const;
    expect(permits(linkedinTerms, 'keep', data, now)).toMatchObject({ permitted: false, term: 'unspoken' });
    const contract: Terms = {
      source: 'our own',
      checkedOn: '2026-11-24',
      rules: [{ name: 'ours', allow: ['keep', 'enrich'] }],
    };
    expect(permits(contract, 'enrich', data, now)).toEqual({ permitted: true });
  });

  it('permits nothing with data that has outlived its hours, to the millisecond', () => {
    const content = (at: string) => permits(linkedinTerms, 'keep', { kind: 'content', origin: 'api', at }, now);
    expect(content('2026-11-22T12:00:00.001Z')).toEqual({ permitted: true });
    expect(content('2026-11-22T12:00:00.000Z')).toMatchObject({ permitted: false, term: 'interactions-48-hours' });
    const profile = { kind: 'others-profiles', origin: 'api', at: '2026-11-23T12:00:00.000Z' } as const;
    expect(permits(linkedinTerms, 'keep', profile, now)).toMatchObject({ term: 'profiles-24-hours' });
  });

  it('lets machines answer on X those alone who turned to us, and nobody answer those who did not', () => {
    const reply = (act: Act, asked?: boolean) =>
      permits(xTerms, act, { kind: 'content', origin: 'api', ...(asked !== undefined && { asked }) }, now).permitted;
    expect([reply('answer-by-machine', true), reply('answer-by-machine', false), reply('answer-by-machine')]).toEqual([
      true,
      false,
      false,
    ]);
    const post = (asked?: boolean) =>
      permits(xTerms, 'publish', { kind: 'own-data', origin: 'human', ...(asked !== undefined && { asked }) }, now)
        .permitted;
    expect([post(true), post(false), post()]).toEqual([true, false, true]);
  });

  it('gives a refusal the words and the place of its rule', () => {
    const word = permits(linkedinTerms, 'export', { kind: 'content', origin: 'api' }, now);
    expect(word).toMatchObject({ reason: expect.stringContaining('transferred out of the app. (https://') });
  });

  it('a rule that forbids wins over one that allows', () => {
    const both: Terms = {
      source: 'made up',
      checkedOn: '2026-11-24',
      rules: [
        { name: 'yes', allow: ['keep'] },
        { name: 'no', data: ['content'], forbid: ['keep'] },
      ],
    };
    expect(permits(both, 'keep', { kind: 'content', origin: 'api' }, now)).toMatchObject({ term: 'no' });
    expect(permits(both, 'keep', { kind: 'ids', origin: 'api' }, now)).toEqual({ permitted: true });
  });
});

describe('dutiesOf', () => {
  it.each([
    ['linkedin', 'content', { keepFor: { hours: 48, term: 'interactions-48-hours' } }],
    ['linkedin', 'others-profiles', { keepFor: { hours: 24, term: 'profiles-24-hours' } }],
    [
      'youtube',
      'content',
      {
        recheckWithin: { hours: 720, term: 'refresh-or-delete' },
        vanishWithin: { hours: 168, term: 'delete-on-request' },
      },
    ],
    [
      'x',
      'content',
      { recheckWithin: { hours: 24, term: 'keep-in-sync' }, vanishWithin: { hours: 24, term: 'keep-in-sync' } },
    ],
    [
      'bluesky',
      'content',
      { recheckWithin: { hours: 720, term: 'honour-deletes' }, vanishWithin: { hours: 24, term: 'honour-deletes' } },
    ],
    ['feed', 'content', { attribute: 'public-feed' }],
    ['email', 'content', {}],
  ] as [string, DataKind, object][])('%s: of %s', (network, kind, duties) => {
    expect(dutiesOf(all[network], { kind, origin: 'api' })).toEqual(duties);
  });

  it('of several times the shortest counts', () => {
    const two: Terms = {
      source: 'made up',
      checkedOn: '2026-11-24',
      rules: [
        { name: 'long', keepForHours: 5 },
        { name: 'short', keepForHours: 2 },
      ],
    };
    expect(dutiesOf(two, { kind: 'content', origin: 'api' }).keepFor).toEqual({ hours: 2, term: 'short' });
  });
});
