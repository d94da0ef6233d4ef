import { expect, it } from 'vitest';
import { drawnAnswers } from '../../../../src/channels/listening/influence/drawn-answers.js';
import { formsOf } from '../../../../src/channels/listening/influence/forms.js';
import { otherTalk } from '../../../../src/channels/listening/influence/other-talk.js';
import { repliesPerPost } from '../../../../src/channels/listening/influence/replies-per-post.js';
import type { Said } from '../../../../src/channels/listening/influence/said.js';

it('tells the forms of a post', () => {
  expect(formsOf({ text: 'Which one?', attachments: [{ type: 'image' }] })).toEqual(['image', 'question', 'short']);
  expect(formsOf({ text: 'See https://example.org/?page=1' })).toEqual(['link', 'short']);
  expect(formsOf({ text: 'どれ？ '.padEnd(101, '😀') })).toContain('question');
  expect(formsOf({ text: '😀'.repeat(100) })).toEqual(['short']);
  expect(formsOf({ text: 'a'.repeat(281), entities: [{ type: 'tag', start: 0, end: 1 }] })).toEqual(['long', 'tag']);
  expect(formsOf({ text: 'https://'.repeat(100_000) })).toEqual(['link', 'long']);
});

it('tells which forms and topics drew answers from people outside', () => {
  const posts = [
    { id: '1', content: { text: 'Trains or planes?' }, topics: ['travel', 'travel'] },
    { id: '2', content: { text: 'Our new office' }, topics: ['us'] },
    { id: '3', content: { text: 'Where to next?' }, topics: ['travel'] },
    { id: '1', content: { text: 'Given twice?' } },
  ];
  const answers = [
    { id: 'a', to: '1', person: 'ann' },
    { id: 'b', to: '1', person: 'ann' },
    { id: 'c', to: '1', person: 'bob' },
    { id: 'd', to: '2', person: 'our own', isOurs: true },
    { id: 'e', to: 'of others', person: 'cem' },
  ];
  const { all, forms, topics } = drawnAnswers(posts, answers);
  expect(all).toMatchObject({ posts: 3, answered: 1, share: 1 / 3, people: 2, peoplePerPost: 2 / 3 });
  expect(forms.map(({ form, posts: of, answered }) => [form, of, answered])).toEqual([
    ['question', 2, 1],
    ['short', 3, 1],
  ]);
  expect(topics).toMatchObject([
    { topic: 'travel', share: 0.5, people: 2 },
    { topic: 'us', share: 0, people: 0 },
  ]);
  // By hand: 1 of 2 at z = 1.96 is (1 + 1.9207) / (2 + 3.8415) ± 1.96 × √(0.5 + 0.9604) / 5.8415.
  const between = topics[0]?.between as { from: number; to: number };
  expect(between.from).toBeCloseTo(0.0945, 4);
  expect(between.to).toBeCloseTo(0.9055, 4);
  expect(drawnAnswers([], []).all).toMatchObject({ share: 'unknown', between: 'unknown' });
});

it('holds replies against what is pushed', () => {
  const said = (id: string, minute: number, more: Partial<Said>): Said => ({
    id,
    at: `2026-11-24T09:0${minute}:00.000Z`,
    conversation: id,
    person: 'us',
    direction: 'outbound',
    ...more,
  });
  const all = [
    said('post', 0, {}),
    said('second part', 1, { inReplyTo: 'post', conversation: 'post' }),
    said('asked', 2, { direction: 'inbound', person: 'ann' }),
    said('reply', 3, { inReplyTo: 'asked', conversation: 'asked' }),
    said('in the chat', 4, { conversation: 'asked' }),
    said('to one who is not known', 5, { inReplyTo: 'gone' }),
    said('machine', 6, { automatic: true }),
    said('another post', 7, {}),
  ];
  expect(repliesPerPost(all.reverse())).toEqual({ replies: 3, posts: 2, repliesPerPost: 1.5 });
  expect(repliesPerPost([]).repliesPerPost).toBe('unknown');
});

it('tells what is spoken of when it is not us', () => {
  const texts = ['the night train was late', 'a night train to the sea', 'night train with a sleeper'];
  const trains = texts.map((text, at) => ({ id: `train-${at}`, text, language: 'en', isAboutUs: false }));
  const us = texts.map((text, at) => ({ id: `us-${at}`, text: `acme ${text}`, language: 'en', isAboutUs: true }));
  const told = otherTalk([...trains, ...us], { before: us });
  expect(told.posts).toBe(3);
  expect(JSON.stringify(told)).not.toMatch(/us-|acme/);
  expect(otherTalk(trains, { before: us })).toEqual(told);
});
