import { expect, it } from 'vitest';
import { chatMessage } from '../../../../src/channels/listening/live/chat-message.js';

const words = {
  headline: 'brand: a storm has begun, high',
  facts: ['at noon'],
  quotes: [{ text: '<!channel> @here [a bank](https://evil.example) *loud* `x` & \ud800', by: 'Mallory' }],
};

it('lets no quote call anybody, show a link as something else, or end a form', () => {
  const { text } = chatMessage(words, 'slack') as { text: string };
  expect(text.split('\n')).toHaveLength(3);
  expect(text).not.toMatch(/[<[\]*`]|@(?!\u200b)/u);
  expect(text).toMatch(/^> Mallory: /m);
  expect(text.isWellFormed()).toBe(true);
  const card = JSON.stringify(chatMessage(words, 'teams'));
  expect(card).not.toContain('"TextBlock"');
});

it('stays within what chats take', () => {
  const long = { ...words, quotes: Array.from({ length: 3 }, () => ({ text: 'x'.repeat(5000) })) };
  expect((chatMessage(long, 'discord') as { content: string }).content.length).toBeLessThan(2000);
});
