import { expect, it } from 'vitest';
import { memory } from '../../../../src/core/store/memory.js';
import { at, hearing, say } from '../../casework/world.js';

it('reads a window of the store: complaints, answers, re-posts', async () => {
  const { app, hear } = hearing(memory());
  const share = (number: number, by: string, followers: number) => {
    const item = say(number, { text: '', by, followers, more: { kind: 'share' } });
    if (item.type !== 'said') throw new Error('not said');
    const about = [{ network: 'square', realm: '', externalId: 'square:20' }];
    return { ...item, interaction: { ...item.interaction, about } };
  };
  const counted = say(20, { text: 'Trains or planes?', by: 'us', followers: 500 });
  if (counted.type !== 'said') throw new Error('not said');
  await hear(
    say(1, { text: 'my brake is broken', by: 'ann' }),
    say(2, { text: 'we are sorry', by: 'us', replyTo: 1 }),
    say(3, { text: 'it is broken again', by: 'ann', replyTo: 2, root: 1 }),
    say(4, { text: 'broken too, and nobody answers', by: 'bob' }),
    { ...counted, interaction: { ...counted.interaction, counts: [{ action: 'ShareAction', total: 2 }] } },
    say(21, { text: 'trains', by: 'cem', replyTo: 20 }),
    share(22, 'dee', 70),
    share(26, 'eve', 30),
    say(900, { text: 'after the window, broken', by: 'fay' }),
  );
  const told = await app.influence({ from: at(0), until: at(600), withinMs: 60_000 * 60 });
  expect(told.interactions).toBe(8);
  expect(told.afterComplaints).toMatchObject({
    answered: { complaints: 1, repeated: { complaints: 1, share: 1 } },
    unanswered: { complaints: 2, silent: { complaints: 2, share: 1 } },
    timeToAnswer: { of: 1, medianMs: 60_000 },
  });
  expect(told.repliesPerPost).toEqual({ replies: 1, posts: 1, repliesPerPost: 1 });
  expect(told.drawnAnswers.all).toMatchObject({ posts: 1, answered: 1, people: 1 });
  expect(told.drawnAnswers.forms.map(({ form }) => form)).toEqual(['question', 'short']);
  expect(told.rates.amplification).toEqual({ value: 2, posts: 1 });
  expect(told.posts[0]).toMatchObject({
    engagement: 2,
    potentialReach: 600,
    carriers: 3,
    spread: { reposts: 2, breadth: 2, halfMs: 2 * 60_000, doublingsMs: [2 * 60_000] },
  });
  const root = told.posts[0] && (await app.interaction(told.posts[0].id));
  expect(root?.interaction.externalId).toBe('square:20');
  expect(told.profiles[0]).toMatchObject({ followers: 500, posts: 2, engagement: 2, counted: 1 });
  expect((await app.influence({ from: at(0), until: at(600), limit: 1 })).posts).toHaveLength(1);
  await expect(app.influence({ from: 'soon', until: at(1) })).rejects.toThrow('influence(): ');
  await expect(app.influence({ from: at(0), until: at(1), signal: AbortSignal.abort() })).rejects.toThrow();
  await app.close();
});
