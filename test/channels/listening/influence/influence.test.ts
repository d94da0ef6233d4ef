import fc from 'fast-check';
import { expect, it } from 'vitest';
import { netSentiment } from '../../../../src/channels/listening/influence/net-sentiment.js';
import { engagementRates } from '../../../../src/channels/listening/influence/rates.js';
import { shareOfVoice } from '../../../../src/channels/listening/influence/share-of-voice.js';

it('divides comments, shares and likes by the posts of which they are known', () => {
  const rates = engagementRates([
    {
      counts: [
        { action: 'LikeAction', total: 10 },
        { action: 'CommentAction', total: 3 },
      ],
    },
    {
      counts: [
        { action: 'LikeAction', total: 0 },
        { action: 'CommentAction', total: 1 },
      ],
    },
    { counts: [{ action: 'CommentAction', total: 2 }] },
  ]);
  expect(rates).toEqual({
    conversation: { value: 2, posts: 3 },
    amplification: { value: 'unknown', posts: 0 },
    applause: { value: 5, posts: 2 },
  });
});

it('tells net sentiment by both definitions', () => {
  expect(netSentiment({ positive: 3, neutral: 6, negative: 1 })).toEqual({
    netSentimentRate: 50,
    netSentimentScore: 20,
  });
  expect(netSentiment({ positive: 0, neutral: 4, negative: 0 })).toEqual({
    netSentimentRate: 'unknown',
    netSentimentScore: 0,
  });
  expect(netSentiment({ positive: 0, neutral: 0, negative: 0 }).netSentimentScore).toBe('unknown');
});

it('shares out the voice, each post once', () => {
  const mention = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    of: fc.subarray(['acme', 'globex', 'other', '__proto__']),
  });
  fc.assert(
    fc.property(fc.array(mention), (mentions) => {
      const voices = shareOfVoice([...mentions, ...mentions], ['acme', 'globex', '__proto__']);
      expect(voices).toEqual(shareOfVoice(mentions, ['acme', 'globex', '__proto__']));
      const shares = voices.map(({ share }) => share);
      if (shares.includes('unknown')) expect(voices.every(({ mentions: count }) => count === 0)).toBe(true);
      else expect(shares.reduce<number>((sum, share) => sum + Number(share), 0)).toBeCloseTo(1, 9);
    }),
  );
  expect(
    shareOfVoice(
      [
        { id: '1', of: ['acme'] },
        { id: '1', of: ['acme'] },
        { id: '2', of: ['acme', 'globex'] },
      ],
      ['acme', 'globex'],
    ),
  ).toEqual([
    { name: 'acme', mentions: 2, share: 2 / 3 },
    { name: 'globex', mentions: 1, share: 1 / 3 },
  ]);
});
